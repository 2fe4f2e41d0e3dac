-- ROCKY_BIN=path/to/rocky nvim --headless -u NONE -l editors/neovim/test/scenarios.lua [id]
--
-- The scenarios of `editors/scenarios`, which VS Code runs as well. This Neovim drives another one by typing into it.
-- Prints `ok id` or `not ok id` for each; the exit code is 0 only if all passed.

local here = vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p')
local tests = vim.fs.dirname(here)
local plugin = vim.fs.dirname(tests)
local repository = vim.fs.dirname(vim.fs.dirname(plugin))
local rocky = vim.fn.exepath(vim.env.ROCKY_BIN or 'rocky')
local only = _G.arg[1]
package.path = tests .. '/support/?.lua;' .. package.path

local function run(...)
  local result = vim.system({ ... }, { text = true }):wait()
  assert(result.code == 0, table.concat({ ... }, ' ') .. ': ' .. (result.stderr or ''))
end

local function scenarios()
  local all = {}
  local files = vim.fn.glob(repository .. '/editors/scenarios/*.json', false, true)
  table.sort(files)
  for _, file in ipairs(files) do
    local text = table.concat(vim.fn.readfile(file), '\n')
    vim.list_extend(all, vim.json.decode(text))
  end
  return all
end

-- Two projects in one repository.
local root = vim.uv.fs_realpath(vim.fs.dirname(vim.fn.tempname())) .. '/scenarios'
vim.fn.mkdir(root, 'p')
run('cp', '-R', repository .. '/fixtures/projects/retail', root .. '/retail')
run('cp', '-R', repository .. '/fixtures/playground/quickstart', root .. '/quickstart')
run('git', '-C', root, 'init', '--quiet', '--initial-branch', 'main')
run('git', '-C', root, 'config', 'user.name', 'Scenario')
run('git', '-C', root, 'config', 'user.email', 'scenario@example.com')
run('git', '-C', root, 'config', 'core.autocrlf', 'false')
run('git', '-C', root, 'add', '--all')
run('git', '-C', root, 'commit', '--quiet', '--message', 'As it was')

local channel = vim.fn.jobstart(
  { vim.v.progpath, '--embed', '--headless', '-u', 'NONE', '-i', 'NONE', '-n' },
  { rpc = true, cwd = root }
)
local editor = {}

function editor.request(method, ...)
  return vim.rpcrequest(channel, method, ...)
end

function editor.lua(code, ...)
  return editor.request('nvim_exec_lua', code, { ... })
end

--- Calls a function of `support/inside.lua` within the driven Neovim.
function editor.call(name, ...)
  return editor.lua("return require('inside')." .. name .. '(...)', ...)
end

function editor.command(command)
  editor.request('nvim_command', command)
end

--- Types keys, as `nvim_input` takes them.
function editor.type(keys)
  local done = 0
  while done < #keys do
    done = done + editor.request('nvim_input', keys:sub(done + 1))
  end
end

editor.lua('package.path = ...', package.path)
editor.call('set_up', plugin, rocky)
local verbs = require('verbs')(require('stage')(editor, root, rocky))

local function reset()
  editor.type('<Esc><Esc>')
  editor.command('silent! %bwipeout!')
  editor.call('set', vim.empty_dict())
  run('git', '-C', root, 'checkout', '--quiet', '--force', 'main')
  run('git', '-C', root, 'clean', '--quiet', '-d', '-x', '--force')
end

local passed, failed = 0, 0
for _, scenario in ipairs(scenarios()) do
  if not only or scenario.id == only then
    local start = vim.uv.hrtime()
    local step_number = 0
    local ok, problem = xpcall(function()
      for number, step in ipairs(scenario.steps) do
        step_number = number
        local verb, argument = next(step)
        assert(verbs[verb], 'Neovim does not know the verb ' .. verb)
        verbs[verb](argument)
      end
    end, function(it)
      return type(it) == 'string' and it or vim.inspect(it)
    end)
    local seconds = (vim.uv.hrtime() - start) / 1e9
    if ok then
      passed = passed + 1
      io.stdout:write(('ok     %-28s %5.1f s\n'):format(scenario.id, seconds))
    else
      failed = failed + 1
      io.stdout:write(('not ok %-28s %5.1f s\n'):format(scenario.id, seconds))
      io.stdout:write(('  step %d: %s\n'):format(step_number, tostring(problem):gsub('\n', '\n  ')))
    end
    reset()
  end
end

editor.lua([[for _, client in ipairs(vim.lsp.get_clients()) do client:stop() end
  vim.wait(5000, function() return #vim.lsp.get_clients() == 0 end, 10)]])
vim.fn.jobstop(channel)
vim.fn.delete(root, 'rf')

io.stdout:write(('%d passed, %d failed\n'):format(passed, failed))
os.exit(failed == 0 and passed > 0 and 0 or 1)
