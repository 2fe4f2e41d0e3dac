-- What the test scripts share: named checks, waiting, and the last line that counts them.
local M = {}

local PATIENCE = 30000

local passed, failed = 0, 0

function M.check(name, test)
  local ok, problem = xpcall(test, debug.traceback)
  if ok then
    passed = passed + 1
    io.stdout:write('ok     ' .. name .. '\n')
  else
    failed = failed + 1
    io.stdout:write('not ok ' .. name .. '\n' .. tostring(problem) .. '\n')
  end
end

--- Says that a check was not made, and why.
function M.skip(name, reason)
  io.stdout:write(('skip   %s: %s\n'):format(name, reason))
end

function M.equal(expected, actual, what)
  if not vim.deep_equal(expected, actual) then
    error(('%s: expected %s, found %s'):format(what, vim.inspect(expected), vim.inspect(actual)), 2)
  end
end

function M.await(what, condition)
  if not vim.wait(PATIENCE, condition, 10) then
    error('gave up waiting for ' .. (type(what) == 'function' and what() or what), 2)
  end
end

function M.write(path, lines)
  vim.fn.mkdir(vim.fs.dirname(path), 'p')
  vim.fn.writefile(lines, path)
end

--- Stops the servers, deletes the folder and ends with the exit code.
function M.finish(folder)
  for _, client in ipairs(vim.lsp.get_clients()) do
    client:stop()
  end
  vim.wait(5000, function()
    return #vim.lsp.get_clients() == 0
  end, 10)
  vim.fn.delete(folder, 'rf')
  io.stdout:write(('%d passed, %d failed\n'):format(passed, failed))
  os.exit(failed == 0 and passed > 0 and 0 or 1)
end

return M
