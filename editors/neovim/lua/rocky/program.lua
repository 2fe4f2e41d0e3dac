-- Commands that run the `rocky` program beside the server.
local M = {}

local scratch = require('rocky.scratch')
local server = require('rocky.server')

local PREVIEWED_ROWS = 50

--- The program that is the server too.
local function program()
  local cmd = vim.lsp.config.rocky and vim.lsp.config.rocky.cmd
  return type(cmd) == 'table' and cmd[1] or 'rocky'
end

--- The project's folder and the model's name, or nothing, and then that is said.
local function model()
  local file = vim.api.nvim_buf_get_name(0)
  local root = vim.fs.root(0, 'rocky.toml')
  local extension = vim.fn.fnamemodify(file, ':e')
  if not root or not (extension == 'sql' or extension == 'rocky') then
    server.complain('this buffer is no model of a project')
    return
  end
  return root, vim.fn.fnamemodify(file, ':t:r')
end

--- Builds the model of this buffer, or the whole project; further words go to the program.
function M.run(whole, words)
  local root, name
  if whole then
    root = vim.fs.root(0, 'rocky.toml')
    if not root then
      return server.complain('this buffer is in no project')
    end
  else
    root, name = model()
    if not root then
      return
    end
  end
  local command = { program(), 'run' }
  vim.list_extend(command, name and { '--model', name } or {})
  vim.list_extend(command, words)
  vim.cmd('botright new')
  vim.fn.jobstart(command, { cwd = root, term = true })
end

--- Runs the program and shows what it prints; what it complains of is said.
local function show(name, arguments, options, filetype)
  local command = vim.list_extend({ program() }, arguments)
  options = vim.tbl_extend('force', { text = true }, options)
  local ok, problem = pcall(vim.system, command, options, function(result)
    vim.schedule(function()
      if result.code == 0 then
        scratch.show(name, vim.split(vim.trim(result.stdout), '\n'), filetype)
      else
        server.complain(vim.trim(result.stderr ~= '' and result.stderr or result.stdout))
      end
    end)
  end)
  if not ok then
    server.complain(problem)
  end
end

--- Shows rows of the model as the buffer says it, saved or not.
function M.preview(limit)
  local root, name = model()
  if not root then
    return
  end
  local lines = vim.api.nvim_buf_get_lines(0, 0, -1, false)
  local arguments = { 'preview', name, '--limit', limit or tostring(PREVIEWED_ROWS) }
  vim.list_extend(arguments, { '--output', 'table', '--color', 'never', '--stdin' })
  show('preview/' .. name, arguments, { cwd = root, stdin = table.concat(lines, '\n') .. '\n' })
end

--- The code of a diagnostic of the line under the cursor, one that the cursor is on first.
local function code_here()
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  local found = vim.diagnostic.get(0, { lnum = row - 1 })
  for _, it in ipairs(found) do
    if it.code and it.col <= column and column < it.end_col then
      return it.code
    end
  end
  return found[1] and found[1].code
end

function M.explain(code)
  code = code or code_here()
  if not code then
    return server.complain('no diagnostic here; name a code: `:RockyExplain E003`')
  end
  show('explain/' .. code, { 'explain', code, '--output', 'table', '--color', 'never' }, {}, 'markdown')
end

return M
