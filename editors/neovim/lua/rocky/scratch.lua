-- Windows with text that belongs to no file.
local M = {}

--- Shows lines in a window below. What was shown under the same name before is replaced.
--- Returns the buffer.
function M.show(name, lines, filetype)
  local full = 'rocky://' .. name
  local buffer = vim.fn.bufnr('^' .. vim.fn.escape(full, '[]*?{},') .. '$')
  if buffer == -1 then
    buffer = vim.api.nvim_create_buf(false, true)
    vim.api.nvim_buf_set_name(buffer, full)
  end
  vim.bo[buffer].modifiable = true
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  vim.bo[buffer].modifiable = false
  vim.bo[buffer].bufhidden = 'wipe'
  vim.bo[buffer].filetype = filetype or ''
  local window = vim.fn.bufwinid(buffer)
  if window == -1 then
    vim.cmd('botright split')
    vim.api.nvim_win_set_buf(0, buffer)
  else
    vim.api.nvim_set_current_win(window)
  end
  vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = buffer, desc = 'Close this window' })
  return buffer
end

return M
