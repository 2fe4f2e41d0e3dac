if vim.g.loaded_rocky then
  return
end
vim.g.loaded_rocky = true

if vim.fn.has('nvim-0.11') == 0 then
  vim.notify('rocky: Neovim 0.11 or newer is needed', vim.log.levels.WARN)
  return
end

-- `let g:rocky_enable = v:false` before plugins are loaded keeps the server from starting by itself.
if vim.g.rocky_enable ~= false then
  vim.lsp.enable('rocky')
end
