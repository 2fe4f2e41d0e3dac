-- What the server's code lenses call: the commands that `lsp/rocky.lua` says there are.
local M = {}

M.names = { 'rocky.runModel', 'rocky.previewModel', 'rocky.showLineage', 'rocky.showModel' }

--- The arguments of a command: the model, and a CTE, a column or nothing.
local function arguments(command)
  local _, model, part = unpack(command.arguments or {})
  return model, part ~= vim.NIL and part or nil
end

function M.register()
  local commands = vim.lsp.commands
  commands['rocky.runModel'] = function(command)
    require('rocky.program').run_model((arguments(command)), {})
  end
  commands['rocky.previewModel'] = function(command)
    require('rocky.program').preview_rows(arguments(command))
  end
  commands['rocky.showLineage'] = function(command)
    local _, column = arguments(command)
    require('rocky.lineage').show({ column })
  end
  commands['rocky.showModel'] = function(command)
    require('rocky.overview').show((arguments(command)))
  end
end

return M
