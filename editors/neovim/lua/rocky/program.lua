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

--- The folder of the buffer's project, or nothing, and then that is said.
local function project()
  local root = vim.fs.root(0, 'rocky.toml')
  if not root then
    server.complain('this buffer is in no project')
  end
  return root
end

--- Builds in a terminal; further words go to the program.
local function run(root, words)
  vim.cmd('botright new')
  vim.fn.jobstart(vim.list_extend({ program(), 'run' }, words), { cwd = root, term = true })
end

--- Builds a model of the buffer's project.
function M.run_model(name, words)
  local root = project()
  if root then
    run(root, vim.list_extend({ '--model', name }, words))
  end
end

--- Builds the model of this buffer, or the whole project.
function M.run(whole, words)
  if not whole then
    server.model(function(name)
      M.run_model(name, words)
    end)
    return
  end
  local root = project()
  if root then
    run(root, words)
  end
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

--- Shows rows of the buffer's model, or of one of its CTEs, as the buffer says it, saved or not.
function M.preview_rows(name, cte, limit)
  local root = project()
  if not root then
    return
  end
  local lines = vim.api.nvim_buf_get_lines(0, 0, -1, false)
  local arguments = { 'preview', 'rows', '--model', name, '--limit', tostring(limit or PREVIEWED_ROWS) }
  vim.list_extend(arguments, cte and { '--cte', cte } or {})
  vim.list_extend(arguments, { '--output', 'table', '--color', 'never', '--stdin' })
  local title = cte and name .. '/' .. cte or name
  show('preview/' .. title, arguments, { cwd = root, stdin = table.concat(lines, '\n') .. '\n' })
end

--- Shows rows; of the words after the command a number is how many, any other one a CTE.
function M.preview(words)
  local limit, cte
  for _, word in ipairs(words) do
    if tonumber(word) then
      limit = tonumber(word)
    else
      cte = word
    end
  end
  server.model(function(name)
    M.preview_rows(name, cte, limit)
  end)
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
