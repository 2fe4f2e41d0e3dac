-- Configuration of the Rocky language server, found by name: `vim.lsp.enable('rocky')`.
-- Override any of it with `vim.lsp.config('rocky', { cmd = { '/path/to/rocky', 'lsp' } })`.

---@type vim.lsp.Config
return {
  cmd = { 'rocky', 'lsp' },
  filetypes = { 'sql', 'rocky', 'toml' },
  -- The server finds the project of each file by itself. A TOML file outside any project is not for it.
  root_dir = function(buffer, on_dir)
    local root = vim.fs.root(buffer, 'rocky.toml')
    if root then
      on_dir(root)
    elseif vim.bo[buffer].filetype ~= 'toml' then
      on_dir(nil)
    end
  end,
  -- What lenses may call: |vim.lsp.codelens|.
  capabilities = { experimental = { rocky = { commands = require('rocky.lens_commands').names } } },
  -- Neovim 0.11 pulls diagnostics only for the buffer that was changed: other buffers would never learn that the edit has
  -- broken them. So it is told them instead, for files that are not open as well.
  before_init = function(params)
    params.capabilities.textDocument.diagnostic = nil
    -- Neovim 0.11 forgets its tokens when it is told to ask again, and then fails at the difference to them that is on its
    -- way (`process_response` in its `semantic_tokens.lua`). Each edit asks again anyway.
    params.capabilities.workspace.semanticTokens = nil
  end,
}
