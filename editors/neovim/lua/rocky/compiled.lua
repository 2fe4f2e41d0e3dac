-- `:RockyCompiled`: the SQL that the warehouse gets.
local M = {}

local scratch = require('rocky.scratch')
local server = require('rocky.server')

function M.show()
  local source = vim.api.nvim_get_current_buf()
  server.ask(source, 'rocky/compiledSql', vim.empty_dict(), function(compiled)
    local name = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(source), ':t:r')
    scratch.show('compiled/' .. name .. '.sql', vim.split(compiled.text, '\r?\n'), 'sql')
  end)
end

return M
