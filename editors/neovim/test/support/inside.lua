-- What the driver of the scenarios asks of the Neovim that it drives. Loaded within that Neovim.
local M = {}

-- What was said to the person, and which choice the next menu is to take.
local said = {}
local wanted
local chosen

--- A set-up as in the plugin's README; options only where Neovim's defaults would change what is typed.
function M.set_up(plugin, rocky)
  vim.opt.runtimepath:prepend(plugin)
  vim.opt.swapfile = false
  -- Nobody is there to press Enter below a long message: Neovim's own folds fail at a buffer that is gone when they come.
  vim.opt.more = false
  vim.opt.messagesopt = { 'wait:0', 'history:500' }
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
      vim.lsp.inlay_hint.enable(true, { bufnr = event.buf })
      vim.wo.foldmethod = 'expr'
      vim.wo.foldexpr = 'v:lua.vim.lsp.foldexpr()'
      vim.wo.foldlevel = 99
    end,
  })
  vim.notify = function(message)
    table.insert(said, message)
  end
  vim.ui.select = function(items, options, choose)
    for index, item in ipairs(items) do
      local text = options.format_item and options.format_item(item) or tostring(item)
      if text:find(wanted, 1, true) then
        chosen = wanted
        return choose(item, index)
      end
    end
    chosen = vim.tbl_map(options.format_item or tostring, items)
    choose(nil)
  end
  vim.cmd('runtime! ftdetect/*.lua plugin/*.lua')
  -- As managers of files say that they ask servers about moves.
  vim.lsp.config('rocky', {
    cmd = { rocky, 'lsp' },
    capabilities = { workspace = { fileOperations = { willRename = true, didRename = true } } },
  })
end

--- Sets what a person has set, under the names that VS Code has for it; what is not named has its default.
function M.set(settings)
  local ours = vim.empty_dict()
  for name, value in pairs(settings) do
    local keys = vim.split(name, '.', { plain = true })
    local at = ours
    for index = 2, #keys - 1 do
      at[keys[index]] = at[keys[index]] or {}
      at = at[keys[index]]
    end
    at[keys[#keys]] = value
  end
  vim.lsp.config('rocky', { settings = { rocky = ours } })
  for _, client in ipairs(vim.lsp.get_clients({ name = 'rocky' })) do
    client.settings = { rocky = ours }
    client:notify('workspace/didChangeConfiguration', { settings = client.settings })
  end
end

--- The next menu takes the entry with this text.
function M.choose(text)
  wanted = text
  chosen = vim.NIL
end

--- What was taken since, or all that was offered where that text was not among it.
function M.chosen()
  return chosen
end

--- Everything that was said since the last call, by notifications and messages.
function M.said()
  local messages = vim.api.nvim_exec2('messages', { output = true }).output
  local all = table.concat(said, '\n') .. '\n' .. messages
  said = {}
  return all
end

--- The same, and the next call says it again.
function M.said_so_far()
  return table.concat(said, '\n')
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

--- Whether the current buffer's server answers, if it is to have one.
function M.is_served()
  local config = vim.lsp.config.rocky
  if not vim.list_contains(config.filetypes, vim.bo.filetype) then
    return true
  end
  local client = vim.lsp.get_clients({ bufnr = 0, name = 'rocky' })[1]
  return client ~= nil and client.initialized == true
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

--- Selects the bytes from `first` up to `last`.
function M.select(first, last)
  M.go_to(first)
  vim.cmd('normal! v')
  M.go_to(last - 1)
end

function M.fix_all()
  vim.lsp.buf.code_action({ context = { only = { 'source.fixAll.rocky' }, diagnostics = {} }, apply = true })
end

--- The text as it is on the screen: what is folded is one line, and hints stand between the characters.
function M.lines()
  local hints = {}
  for _, it in ipairs(vim.lsp.inlay_hint.get({ bufnr = 0 })) do
    local label = it.inlay_hint.label
    local text = type(label) == 'string' and label or table.concat(vim.tbl_map(function(part)
      return part.value
    end, label))
    text = (it.inlay_hint.paddingLeft and ' ' or '') .. text .. (it.inlay_hint.paddingRight and ' ' or '')
    local line = it.inlay_hint.position.line
    hints[line] = hints[line] or {}
    table.insert(hints[line], { column = it.inlay_hint.position.character, text = text })
  end
  local lines = {}
  for row, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local fold = vim.fn.foldclosed(row)
    if fold == row then
      table.insert(lines, vim.fn.foldtextresult(row))
    elseif fold == -1 then
      local of_line = hints[row - 1] or {}
      -- From the right, so that places stay what they are.
      table.sort(of_line, function(one, other)
        return one.column > other.column
      end)
      for _, hint in ipairs(of_line) do
        line = line:sub(1, hint.column) .. hint.text .. line:sub(hint.column + 1)
      end
      table.insert(lines, line)
    end
  end
  return table.concat(lines, '\n')
end

function M.refresh_lenses()
  vim.lsp.codelens.refresh({ bufnr = 0 })
end

--- What the lenses of the buffer say.
function M.lenses()
  local titles = vim.tbl_map(function(it)
    return it.command and it.command.title or '(not resolved)'
  end, vim.lsp.codelens.get(0))
  return table.concat(titles, '\n')
end

--- Types and modifiers of the semantic tokens under the cursor.
function M.colours()
  local words = {}
  for _, token in ipairs(vim.lsp.semantic_tokens.get_at_pos() or {}) do
    table.insert(words, token.type)
    vim.list_extend(words, vim.tbl_keys(token.modifiers))
  end
  return words
end

--- Follows the document link under the cursor. Neovim 0.11 has no key for that.
function M.follow_link()
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  local params = { textDocument = vim.lsp.util.make_text_document_params() }
  for _, client in ipairs(vim.lsp.get_clients({ bufnr = 0, method = 'textDocument/documentLink' })) do
    local answer = client:request_sync('textDocument/documentLink', params, 5000, 0) or {}
    for _, link in ipairs(answer.result or {}) do
      local from, to = link.range.start, link.range['end']
      if from.line == row - 1 and from.character <= column and column < to.character then
        vim.cmd.edit(vim.fn.fnameescape(vim.uri_to_fname(link.target)))
        return
      end
    end
    return answer
  end
end

--- Renames a file as managers of files do: the servers are asked first, and told afterwards.
function M.move(from, to)
  local files = { { oldUri = vim.uri_from_fname(from), newUri = vim.uri_from_fname(to) } }
  for _, client in ipairs(vim.lsp.get_clients({ method = 'workspace/willRenameFiles' })) do
    local answer = client:request_sync('workspace/willRenameFiles', { files = files }, 15000)
    if answer and answer.result then
      vim.lsp.util.apply_workspace_edit(answer.result, client.offset_encoding)
    end
  end
  vim.lsp.util.rename(from, to)
  for _, client in ipairs(vim.lsp.get_clients({ method = 'workspace/didRenameFiles' })) do
    client:notify('workspace/didRenameFiles', { files = files })
  end
end

return M
