-- ROCKY_BIN=path/to/rocky nvim --headless -u NONE -l editors/neovim/test/commands.lua
--
-- The plugin's commands, each as a person gives it, on the playground.

local here = vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p')
local plugin = vim.fs.dirname(vim.fs.dirname(here))
local rocky = vim.fn.exepath(vim.env.ROCKY_BIN or 'rocky')
package.path = vim.fs.dirname(here) .. '/support/?.lua;' .. package.path
local report = require('report')
local check, equal, await = report.check, report.equal, report.await

local folder = vim.uv.fs_realpath(vim.fs.dirname(vim.fn.tempname())) .. '/commands'
vim.fn.mkdir(folder, 'p')
local made = vim.system({ rocky, 'playground', 'shop' }, { cwd = folder, text = true }):wait()
assert(made.code == 0, made.stderr)
local root = folder .. '/shop'

local said = {}
vim.notify = function(message)
  table.insert(said, message)
end

vim.opt.runtimepath:prepend(plugin)
vim.opt.swapfile = false
vim.opt.hidden = true
vim.cmd('filetype plugin on')
vim.cmd('runtime! ftdetect/*.lua plugin/rocky.lua')
vim.lsp.config('rocky', { cmd = { rocky, 'lsp' } })

local function open(file)
  vim.cmd('silent only')
  vim.cmd.edit(root .. '/' .. file)
  await('the server', function()
    local client = vim.lsp.get_clients({ bufnr = 0, name = 'rocky' })[1]
    return client and client.initialized
  end)
  vim.lsp.get_clients({ bufnr = 0 })[1]:request_sync('rocky/analysisStatus', { waitForIdle = true }, 30000, 0)
end

local function text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
end

--- Waits until the window in front shows all of `wanted`.
local function await_text(wanted)
  await(function()
    return ('%s in:\n%s\n%s'):format(vim.inspect(wanted), text(), table.concat(said, '\n'))
  end, function()
    local now = text()
    return vim.iter(wanted):all(function(it)
      return now:find(it, 1, true) ~= nil
    end)
  end)
end

--- A check that needs DuckDB: the playground has a database where its library was found.
local function runs(name, test)
  if vim.uv.fs_stat(root .. '/playground.duckdb') then
    check(name, test)
  else
    report.skip(name, 'no DuckDB library: `rocky setup duckdb` installs it')
  end
end

check('RockyExplain shows the page of a code', function()
  open('models/customer_value.sql')
  vim.cmd('RockyExplain E003')
  await_text({ '# E003: unknown column' })
  equal('markdown', vim.bo.filetype, 'file type')
  vim.cmd('close')
end)

check('RockyExplain takes the code of the diagnostic under the cursor', function()
  open('models/customer_value.sql')
  vim.fn.setline(1, '')
  vim.cmd('silent! %s/totals.order_count/totals.order_cuont/')
  await('E003', function()
    return vim.iter(vim.diagnostic.get(0)):any(function(it)
      return it.code == 'E003'
    end)
  end)
  vim.fn.search('order_cuont')
  vim.cmd('RockyExplain')
  await_text({ '# E003: unknown column' })
  vim.cmd('close')
  vim.cmd('edit!')
end)

check('RockyExplain without a diagnostic asks for a code', function()
  open('models/stg_orders.sql')
  said = {}
  vim.cmd('RockyExplain')
  assert(table.concat(said):find('name a code', 1, true), vim.inspect(said))
end)

check('RockyHover says as much as one likes', function()
  open('models/stg_orders.sql')
  vim.fn.cursor(1, 1)
  vim.fn.search('order_id')
  local function card(command)
    vim.cmd(command)
    local found
    await(function()
      return 'a card of ' .. command .. '\n' .. table.concat(said, '\n')
    end, function()
      for _, window in ipairs(vim.api.nvim_list_wins()) do
        if vim.api.nvim_win_get_config(window).relative ~= '' then
          found = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
        end
      end
      return found ~= nil
    end)
    -- The card goes when the cursor moves.
    vim.cmd('silent fclose!')
    return found
  end
  local brief, full = card('RockyHover brief'), card('RockyHover')
  assert(brief:find('order_id', 1, true), brief)
  assert(#brief < #card('2RockyHover') and full:find('read by', 1, true), full)
  said = {}
  vim.cmd('RockyHover chatty')
  assert(table.concat(said):find('brief, normal, full', 1, true), vim.inspect(said))
end)

runs('RockyRun builds the model of the buffer', function()
  open('models/stg_orders.sql')
  vim.cmd('RockyRun --color never')
  await_text({ 'stg_orders', '[Process exited 0]' })
  equal('terminal', vim.bo.buftype, 'kind of buffer')
  equal(nil, text():match('customer_value'), 'another model')
  vim.cmd('bwipeout!')
end)

runs('RockyRun! builds the project', function()
  open('models/stg_orders.sql')
  vim.cmd('RockyRun! --color never')
  await_text({ 'customer_value', '[Process exited 0]' })
  vim.cmd('bwipeout!')
end)

runs('RockyPreview shows rows of the model as the buffer says it', function()
  open('models/customer_value.sql')
  vim.cmd('RockyPreview 2')
  await_text({ 'customer_id  order_count', 'espresso machine', '1199.50' })
  equal(3, vim.api.nvim_buf_line_count(0), 'lines: the names and two rows')
  vim.cmd('close')
  vim.cmd('silent %s/totals.order_count,/totals.order_count, 41 + 1 AS answer,/')
  vim.cmd('RockyPreview')
  await_text({ 'order_count  answer', '42' })
  vim.cmd('close')
  vim.cmd('edit!')
end)

runs('RockyPreview shows rows of a CTE', function()
  open('models/customer_value.sql')
  vim.cmd('RockyPreview ranked 1')
  await_text({ 'customer_id  product', 'place' })
  equal('rocky://preview/customer_value/ranked', vim.api.nvim_buf_get_name(0), 'name')
  equal(2, vim.api.nvim_buf_line_count(0), 'lines')
  vim.cmd('close')
end)

runs('RockyPreview says why there are no rows', function()
  open('models/customer_value.sql')
  said = {}
  vim.cmd('RockyPreview rankd')
  await('a word', function()
    return table.concat(said):find('did you mean `ranked`', 1, true)
  end)
end)

runs('RockyModel shows columns, readers and the last runs', function()
  open('models/stg_orders.sql')
  vim.cmd('RockyModel')
  await_text({
    '# stg_orders (model)',
    'Orders as the shop records them, without the cancelled ones.',
    'Read by: customer_orders, customer_value',
    'order_id     BIGINT NOT NULL',
    'tests: unique',
    'Success, ',
  })
  equal('markdown', vim.bo.filetype, 'file type')
  vim.cmd('close')
  vim.cmd('RockyModel customer_value')
  await_text({ '# customer_value', 'gold from 1,500' })
  vim.cmd('close')
end)

check('outside a project the commands say so', function()
  vim.cmd('silent only | enew')
  said = {}
  for _, command in ipairs({ 'RockyRun', 'RockyRun!', 'RockyPreview', 'RockyModel' }) do
    vim.cmd(command)
  end
  equal(4, #said, 'messages')
end)

check('a tree of lineage shows both directions, and ends where it comes back', function()
  local lineage = require('rocky.lineage')
  local edge = function(from, to)
    return { from = from, to = to }
  end
  local lines = lineage.tree({
    focus = { model = 'b', column = vim.NIL },
    models = {},
    edges = {},
    modelEdges = { edge('a', 'b'), edge('b', 'c'), edge('c', 'b') },
    incomplete = { { model = 'a', reason = 'it has a syntax error' } },
  })
  equal({
    'b',
    'is made of',
    '  a',
    '  c',
    '    b  …',
    'goes into',
    '  c',
    '    b  …',
    'not followed: a: it has a syntax error',
  }, lines, 'tree')
end)

check('a tree of columns says the kind of each step', function()
  local lines = require('rocky.lineage').tree({
    focus = { model = 'b', column = 'total' },
    models = {},
    edges = { { from = { model = 'a', column = 'amount' }, to = { model = 'b', column = 'total' }, kind = 'aggregation' } },
    modelEdges = {},
  })
  equal({ 'b.total', 'is made of', '  a.amount  (aggregation)' }, lines, 'tree')
end)

check('the words after RockyLineage mean what they say, in any order', function()
  local parameters = require('rocky.lineage').parameters
  equal({ direction = 'both', depth = 3 }, parameters({}), 'none')
  equal({ direction = 'upstream', depth = 5, column = 'tier' }, parameters({ '5', 'tier', 'upstream' }), 'all')
end)

check('RockyTarget looks at the SQL as another dialect would, and back', function()
  open('models/customer_value.sql')
  local buffer = vim.api.nvim_get_current_buf()
  local lines = vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, { 'SELECT 1::HUGEINT AS wide' })
  local function portability()
    return vim.iter(vim.diagnostic.get(buffer)):any(function(it)
      return it.code == 'P001'
    end)
  end
  vim.cmd('RockyTarget oracle')
  equal('rocky: there is no dialect `oracle`: choose of duckdb, databricks, snowflake, bigquery, trino', said[#said], 'said')
  vim.cmd('RockyTarget trino bigquery')
  await('what Trino lacks', portability)
  vim.cmd('RockyTarget')
  await('nothing of Trino', function()
    return not portability()
  end)
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  vim.bo[buffer].modified = false
end)

check('RockyRestart starts another server, which knows the same', function()
  open('models/customer_value.sql')
  local buffer = vim.api.nvim_get_current_buf()
  local before = vim.lsp.get_clients({ bufnr = buffer })[1].id
  vim.cmd('RockyRestart')
  await('another server', function()
    local client = vim.lsp.get_clients({ bufnr = buffer, name = 'rocky' })[1]
    return client and client.initialized and client.id ~= before
  end)
  equal(1, #vim.lsp.get_clients({ bufnr = buffer }), 'servers')
end)

check('the help file has a tag for each command', function()
  vim.cmd('helptags ' .. plugin .. '/doc')
  local tags = table.concat(vim.fn.readfile(plugin .. '/doc/tags'), '\n')
  for name in pairs(vim.api.nvim_get_commands({})) do
    if vim.startswith(name, 'Rocky') then
      assert(tags:find(':' .. name, 1, true), 'no help about :' .. name)
    end
  end
end)

report.finish(folder)
