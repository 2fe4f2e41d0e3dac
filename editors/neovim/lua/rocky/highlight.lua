-- Colours of semantic tokens where Neovim's own say too little. A colour scheme may say otherwise.
local M = {}

local LINKS = {
  -- A name that holds within the query, next to models, which are classes.
  ['@lsp.type.struct'] = '@type.definition',
  ['@lsp.type.macro'] = '@constant.macro',
  ['@lsp.typemod.class.external'] = '@type.builtin',
  ['@lsp.mod.classified'] = '@string.special',
}

function M.link()
  for group, target in pairs(LINKS) do
    vim.api.nvim_set_hl(0, group, { link = target, default = true })
  end
end

return M
