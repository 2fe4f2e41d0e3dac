-- ROCKY_BIN=path/to/rocky nvim --headless -u NONE -l editors/neovim/test/diagnostics.lua
--
-- Opens a model of a small project, types an error, sees E003 at its exact range, fixes it, sees it gone.
-- Prints `N passed, N failed`; the exit code is 0 only if nothing failed.

local here = vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p')
local plugin = vim.fs.dirname(vim.fs.dirname(here))
local rocky = vim.env.ROCKY_BIN or 'rocky'
package.path = vim.fs.dirname(here) .. '/support/?.lua;' .. package.path
local report = require('report')
local check, equal, await, write = report.check, report.equal, report.await, report.write
local PATIENCE = 30000

local root = vim.uv.fs_realpath(vim.fs.dirname(vim.fn.tempname())) .. '/shop'
write(root .. '/rocky.toml', {
  '[adapter]',
  'type = "duckdb"',
  '',
  '[pipeline]',
  'type = "transformation"',
  'models = "models/**"',
})
write(root .. '/data/seed.sql', { 'CREATE TABLE raw_orders (order_id INTEGER, amount DECIMAL(10, 2));' })
write(root .. '/models/_defaults.toml', { '[target]', 'catalog = "shop"', 'schema = "main"' })
write(root .. '/models/orders.sql', { 'SELECT order_id, amount FROM raw_orders' })
write(root .. '/models/orders.toml', { 'intent = "one row per order"' })
-- An emoji before the column: bytes, UTF-16 units and characters all differ.
local GOOD = "SELECT '😀' AS mood, sum(amount) AS total FROM orders"
local BAD = "SELECT '😀' AS mood, sum(amuont) AS total FROM orders"
write(root .. '/models/totals.sql', { GOOD })
write(root .. '/models/totals.toml', { 'intent = "one row"' })

vim.opt.runtimepath:prepend(plugin)
vim.cmd('filetype plugin on')
vim.cmd('runtime! ftdetect/*.lua plugin/rocky.lua')
vim.lsp.config('rocky', { cmd = { rocky, 'lsp' } })

local function errors(buffer)
  return vim.tbl_filter(function(it)
    return it.code == 'E003'
  end, vim.diagnostic.get(buffer))
end

local function type_line(buffer, line)
  vim.api.nvim_buf_set_lines(buffer, 0, 1, false, { line })
end

vim.cmd.edit(root .. '/models/totals.sql')
local buffer = vim.api.nvim_get_current_buf()

check('the server attaches to a model', function()
  await('the server', function()
    local client = vim.lsp.get_clients({ bufnr = buffer, name = 'rocky' })[1]
    return client and client.initialized
  end)
  equal(root, vim.lsp.get_clients({ bufnr = buffer })[1].root_dir, 'root')
end)

check('a correct model has no error', function()
  vim.lsp.get_clients({ bufnr = buffer })[1]:request_sync(
    'rocky/analysisStatus', { waitForIdle = true }, PATIENCE, buffer)
  equal({}, errors(buffer), 'errors')
end)

check('a misspelt column is marked exactly as it is typed', function()
  type_line(buffer, BAD)
  await('E003', function()
    return #errors(buffer) == 1
  end)
  local found = errors(buffer)[1]
  local start = BAD:find('amuont', 1, true) - 1
  equal({ 0, start, 0, start + #'amuont' }, { found.lnum, found.col, found.end_lnum, found.end_col }, 'range')
  equal('rocky', found.source, 'source')
  equal(vim.diagnostic.severity.ERROR, found.severity, 'severity')
end)

check('it is gone as soon as it is mended', function()
  type_line(buffer, GOOD)
  await('no E003', function()
    return #errors(buffer) == 0
  end)
end)

check('a file outside any project that was never saved is looked at', function()
  vim.cmd.edit(vim.fs.dirname(root) .. '/lone.sql')
  local lone = vim.api.nvim_get_current_buf()
  vim.api.nvim_buf_set_lines(lone, 0, -1, false, { 'WITH t AS (SELECT 1 AS amount)', 'SELECT amuont FROM t' })
  await('E003', function()
    return #errors(lone) == 1
  end)
end)

check('files ending in .rocky have their own type', function()
  equal('rocky', vim.filetype.match({ filename = 'models/orders.rocky' }), 'filetype')
end)

check('the health check finds the server', function()
  vim.cmd('checkhealth rocky')
  local report = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  equal(nil, report:match('ERROR[^\n]*'), 'problem in the report:\n' .. report .. '\n')
  assert(report:match('Server %d+ runs'), report)
end)

report.finish(root)
