-- The verbs of the scenarios (`editors/scenarios/README.md`), each done as a person does it in Neovim.

local PARTS = { 'editing', 'looking', 'outside', 'structure', 'views' }

--- @param stage table what `support/stage.lua` makes
return function(stage)
  local verbs = {}
  for _, part in ipairs(PARTS) do
    verbs = vim.tbl_extend('error', verbs, require('verbs.' .. part)(stage))
  end
  return verbs
end
