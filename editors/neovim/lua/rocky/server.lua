-- The running servers: questions to them, and their restart.
local M = {}

local METHOD_NOT_FOUND = -32601

--- Says what went wrong.
function M.complain(message)
  vim.notify('rocky: ' .. message, vim.log.levels.ERROR)
end

--- The server of a buffer, or nothing, and then that is said.
function M.of_buffer(buffer)
  local client = vim.lsp.get_clients({ name = 'rocky', bufnr = buffer })[1]
  if not client then
    M.complain('no server is attached to this buffer; `:checkhealth rocky` says why')
  end
  return client
end

--- Asks the server of a buffer about its document. `done` gets the answer and the client; a failure is said, and where
--- there is no answer `nothing`.
function M.ask(buffer, method, params, done, nothing)
  local client = M.of_buffer(buffer)
  if not client then
    return
  end
  params.textDocument = { uri = vim.uri_from_bufnr(buffer) }
  client:request(method, params, function(problem, result)
    if problem and problem.code == METHOD_NOT_FOUND then
      M.complain(('this rocky does not answer `%s`; a newer one is needed'):format(method))
    elseif problem then
      M.complain(problem.message)
    elseif result == nil or result == vim.NIL then
      M.complain(nothing or 'this buffer is no model of a project')
    else
      done(result, client)
    end
  end, buffer)
end

--- Calls `done` with the name of the current buffer's model, which need not be that of its file.
function M.model(done)
  M.ask(vim.api.nvim_get_current_buf(), 'rocky/model', {}, function(model)
    done(model.name)
  end)
end

--- Stops each server, and starts it again for the buffers that it had.
function M.restart()
  for _, client in ipairs(vim.lsp.get_clients({ name = 'rocky' })) do
    local buffers = vim.tbl_keys(client.attached_buffers)
    local config = vim.tbl_extend('force', vim.lsp.config.rocky, { root_dir = client.root_dir })
    local start = vim.schedule_wrap(function()
      for _, buffer in ipairs(buffers) do
        if vim.api.nvim_buf_is_loaded(buffer) then
          vim.lsp.start(config, { bufnr = buffer })
        end
      end
    end)
    client:stop()
    local timer = assert(vim.uv.new_timer())
    local waited = 0
    timer:start(20, 20, function()
      waited = waited + 20
      if client:is_stopped() then
        timer:close()
        start()
      elseif waited == 3000 then
        client:stop(true)
      end
    end)
  end
end

return M
