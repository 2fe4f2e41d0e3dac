if vim.g.loaded_rocky then
  return
end
vim.g.loaded_rocky = true

if vim.fn.has('nvim-0.11') == 0 then
  vim.notify('rocky: Neovim 0.11 or newer is needed', vim.log.levels.WARN)
  return
end

require('rocky.highlight').link()
require('rocky.lens_commands').register()

-- `let g:rocky_enable = v:false` before plugins are loaded keeps the server from starting by itself.
if vim.g.rocky_enable ~= false then
  vim.lsp.enable('rocky')
end

local command = vim.api.nvim_create_user_command

command('RockyLineage', function(call)
  require('rocky.lineage').show(call.fargs)
end, {
  desc = 'Show where the columns of this model come from and where they go',
  nargs = '*',
  complete = function(start)
    return vim.tbl_filter(function(it)
      return vim.startswith(it, start)
    end, { 'upstream', 'downstream', 'both' })
  end,
})

command('RockyHover', function(call)
  require('rocky.hover').show(call.fargs[1], call.count)
end, {
  desc = 'Show what there is to say about what is under the cursor',
  nargs = '?',
  count = 3,
  complete = function(start)
    return vim.tbl_filter(function(it)
      return vim.startswith(it, start)
    end, require('rocky.hover').LEVELS)
  end,
})

command('RockyCompiled', function()
  require('rocky.compiled').show()
end, { desc = 'Show the SQL that the warehouse gets for this model' })

command('RockyModel', function(call)
  require('rocky.overview').show(call.fargs[1])
end, { desc = 'Show the columns, tests, readers and last runs of this model, or of another', nargs = '?' })

command('RockyRun', function(call)
  require('rocky.program').run(call.bang, call.fargs)
end, { desc = 'Build this model in the warehouse; with ! the whole project', nargs = '*', bang = true })

command('RockyPreview', function(call)
  require('rocky.program').preview(call.fargs)
end, { desc = 'Show rows of this model or one of its CTEs, as its buffer says it', nargs = '*' })

command('RockyExplain', function(call)
  require('rocky.program').explain(call.fargs[1])
end, { desc = 'Explain a diagnostic code; by default that under the cursor', nargs = '?' })

command('RockyTarget', function(call)
  require('rocky.target').set(call.fargs)
end, {
  desc = 'Check whether the SQL would also run in these dialects; without any, in those of rocky.toml',
  nargs = '*',
  complete = function(start)
    return vim.tbl_filter(function(it)
      return vim.startswith(it, start)
    end, require('rocky.target').DIALECTS)
  end,
})

command('RockyRestart', function()
  require('rocky.server').restart()
end, { desc = 'Restart the Rocky language server' })
