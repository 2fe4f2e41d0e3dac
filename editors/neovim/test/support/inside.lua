-- What the driver of the scenarios asks of the Neovim that it drives. Loaded within that Neovim.
local M = {}

-- What was said to the person, and which choice the next menu is to take.
local said = {}
local wanted

--- A set-up as in the plugin's README; options only where Neovim's defaults would change what is typed.
function M.set_up(plugin, rocky)
  vim.opt.runtimepath:prepend(plugin)
  vim.opt.swapfile = false
  vim.opt.autoread = true
  vim.opt.hidden = true
  -- As SQL is mostly written; formatting follows it where the project says nothing.
  vim.opt.expandtab = true
  vim.opt.shiftwidth = 4
  vim.opt.virtualedit = 'onemore'
  vim.opt.completeopt = { 'menuone', 'noselect' }
  vim.cmd('filetype plugin on')
  vim.api.nvim_create_autocmd('FileType', {
    callback = function()
      vim.bo.autoindent = false
      vim.bo.formatoptions = ''
    end,
  })
  vim.api.nvim_create_autocmd('LspAttach', {
    callback = function(event)
      vim.lsp.completion.enable(true, event.data.client_id, event.buf)
    end,
  })
  vim.notify = function(message)
    table.insert(said, message)
  end
  vim.ui.select = function(items, options, choose)
    for index, item in ipairs(items) do
      local text = options.format_item and options.format_item(item) or tostring(item)
      if text:find(wanted, 1, true) then
        return choose(item, index)
      end
    end
    local texts = vim.tbl_map(options.format_item or tostring, items)
    table.insert(said, ('`%s` is not among %s'):format(wanted, vim.inspect(texts)))
    choose(nil)
  end
  vim.cmd('runtime! ftdetect/*.lua plugin/*.lua')
  vim.lsp.config('rocky', { cmd = { rocky, 'lsp' } })
end

--- The next menu takes the entry with this text.
function M.choose(text)
  wanted = text
end

--- Everything that was said since the last call, by notifications and messages.
function M.said()
  local messages = vim.api.nvim_exec2('messages', { output = true }).output
  local all = table.concat(said, '\n') .. '\n' .. messages
  said = {}
  return all
end

local function buffer_of(path)
  return vim.fn.bufnr('^' .. vim.fn.escape(path, '[]*?{},') .. '$')
end

--- Shows the file; what was typed into it stays.
function M.open(path)
  local buffer = buffer_of(path)
  if buffer ~= -1 and vim.api.nvim_buf_is_loaded(buffer) then
    vim.api.nvim_set_current_buf(buffer)
  else
    vim.cmd.edit(vim.fn.fnameescape(path))
  end
end

local function text_of(buffer)
  local lines = vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
  return table.concat(lines, '\n') .. '\n'
end

--- The text of the file's buffer, or nothing where no buffer shows it.
function M.text(path)
  local buffer = buffer_of(path)
  return buffer ~= -1 and vim.api.nvim_buf_is_loaded(buffer) and text_of(buffer) or vim.NIL
end

--- The name, text and cursor of the current buffer; the cursor as an offset of bytes.
function M.current()
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  return {
    path = vim.api.nvim_buf_get_name(0),
    text = text_of(0),
    cursor = vim.api.nvim_buf_get_offset(0, row - 1) + column,
    mode = vim.api.nvim_get_mode().mode,
  }
end

local function place(offset)
  local row = vim.fn.byte2line(offset + 1) - 1
  return row, offset - vim.api.nvim_buf_get_offset(0, row)
end

function M.go_to(offset)
  local row, column = place(offset)
  vim.api.nvim_win_set_cursor(0, { row + 1, column })
end

--- Takes out the bytes from `first` up to `last`, and leaves the cursor there.
function M.take_out(first, last)
  local first_row, first_column = place(first)
  local last_row, last_column = place(last)
  vim.api.nvim_buf_set_text(0, first_row, first_column, last_row, last_column, { '' })
  M.go_to(first)
end

--- `CODE text that is marked` of each diagnostic of the file, or nothing where no buffer shows it.
function M.problems(path)
  local buffer = buffer_of(path)
  if buffer == -1 then
    return vim.NIL
  end
  return vim.tbl_map(function(it)
    local lines = vim.api.nvim_buf_get_text(buffer, it.lnum, it.col, it.end_lnum, it.end_col, {})
    return it.code .. ' ' .. lines[1]
  end, vim.diagnostic.get(buffer))
end

--- The labels of the completion menu, in its order.
function M.offers()
  local info = vim.fn.complete_info({ 'items', 'pum_visible' })
  return vim.tbl_map(function(it)
    return it.abbr ~= '' and it.abbr or it.word
  end, info.items)
end

--- The text of the floating window, or nothing where there is none.
function M.float()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      return text_of(vim.api.nvim_win_get_buf(window))
    end
  end
  return vim.NIL
end

function M.close_floats()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      vim.api.nvim_win_close(window, true)
    end
  end
end

--- The entries of a list of places: `{ path, text }` each.
function M.places(kind)
  local list = kind == 'quickfix' and vim.fn.getqflist() or vim.fn.getloclist(0)
  return vim.tbl_map(function(it)
    return { path = vim.api.nvim_buf_get_name(it.bufnr), text = it.text }
  end, list)
end

--- Forgets lists of places, and the windows that show them.
function M.forget_places()
  vim.cmd('silent! cclose | silent! lclose')
  vim.fn.setqflist({}, 'f')
  vim.fn.setloclist(0, {}, 'f')
end

function M.buffers_to_reload()
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(buffer) and not vim.bo[buffer].modified then
      vim.cmd('silent! checktime ' .. buffer)
    end
  end
end

return M
