-- `:RockyTarget`: the dialects that the SQL is checked for, in place of those of `rocky.toml`.
local M = {}

local server = require('rocky.server')

M.DIALECTS = { 'duckdb', 'databricks', 'snowflake', 'bigquery', 'trino' }

--- Tells every server, and those that are started later.
function M.set(dialects)
  for _, dialect in ipairs(dialects) do
    if not vim.tbl_contains(M.DIALECTS, dialect) then
      server.complain(('there is no dialect `%s`: choose of %s'):format(dialect, table.concat(M.DIALECTS, ', ')))
      return
    end
  end
  local wanted = { rocky = { portability = { targetDialects = dialects } } }
  vim.lsp.config('rocky', { settings = wanted })
  for _, client in ipairs(vim.lsp.get_clients({ name = 'rocky' })) do
    client.settings = vim.tbl_deep_extend('force', client.settings or {}, wanted)
    client:notify('workspace/didChangeConfiguration', { settings = client.settings })
  end
end

return M
