-- `:checkhealth rocky`
local M = {}

local function version_of(program)
  local ok, result = pcall(function()
    return vim.system({ program, '--version' }, { text = true }):wait(5000)
  end)
  if not ok then
    return nil, result
  end
  if result.code ~= 0 then
    return nil, result.stderr
  end
  return vim.trim(result.stdout)
end

function M.check()
  local health = vim.health
  health.start('rocky')

  if vim.fn.has('nvim-0.11') == 0 then
    health.error('Neovim 0.11 or newer is needed', { 'Install a newer Neovim.' })
    return
  end
  health.ok('Neovim ' .. tostring(vim.version()))

  local config = vim.lsp.config.rocky
  if not config then
    health.error('The configuration lsp/rocky.lua is not on the runtime path', { 'Add editors/neovim to it.' })
    return
  end

  local program = type(config.cmd) == 'table' and config.cmd[1] or nil
  if not program then
    health.info('The server is started by a function; its program is not checked')
  elseif vim.fn.executable(program) == 0 then
    health.error('`' .. program .. '` is not an executable on the PATH', {
      'Install Rocky, or say where it is: '
        .. "`vim.lsp.config('rocky', { cmd = { '/path/to/rocky', 'lsp' } })`",
    })
  else
    local version, problem = version_of(program)
    if version then
      health.ok(version .. ' (' .. vim.fn.exepath(program) .. ')')
    else
      health.error('`' .. program .. ' --version` fails: ' .. tostring(problem))
    end
  end

  if vim.lsp.is_enabled and not vim.lsp.is_enabled('rocky') then
    health.warn('The server is not enabled', { "`vim.lsp.enable('rocky')`" })
  end

  local clients = vim.lsp.get_clients({ name = 'rocky' })
  if #clients == 0 then
    health.info('No server is running; it starts with the first .sql or .rocky file')
  end
  for _, client in ipairs(clients) do
    local buffers = vim.tbl_count(client.attached_buffers)
    health.ok(('Server %d runs for %d buffer(s), positions in %s'):format(client.id, buffers, client.offset_encoding))
  end
end

return M
