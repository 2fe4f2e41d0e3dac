-- What the verbs of the scenarios act on, and what they share.

local CARET = '‸'
local PATIENCE = 15000

--- @param editor table the Neovim that is driven: `call`, `type`, `command`
--- @param root string the folder of the projects
--- @param rocky string the `rocky` program
return function(editor, root, rocky)
  local M = { editor = editor, root = root, rocky = rocky, PATIENCE = PATIENCE }

  function M.path_of(file)
    return root .. '/' .. file
  end

  --- Asks again until `attempt` returns true; else fails with what it said last.
  function M.await(attempt)
    local problem
    local ok = vim.wait(PATIENCE, function()
      local good
      good, problem = attempt()
      return good
    end, 20)
    if not ok then
      error(problem, 0)
    end
  end

  --- Where the anchor's caret is in the text.
  function M.find(text, anchor)
    local before, after = unpack(vim.split(anchor, CARET, { plain = true }))
    local start = text:find(before .. (after or ''), 1, true)
    if not start then
      error(('there is no `%s` in:\n%s'):format(anchor, text), 0)
    end
    return start - 1 + #before
  end

  function M.go_to(anchor)
    editor.call('go_to', M.find(editor.call('current').text, anchor))
  end

  local function await_text(wanted)
    M.await(function()
      local now = editor.call('current')
      return now.text == wanted, ('expected the text:\n%s\nfound:\n%s'):format(wanted, now.text)
    end)
  end

  --- Types at `offset`; `stay` leaves Neovim in insert mode.
  function M.type_at(offset, text, stay)
    local now = editor.call('current').text
    editor.call('go_to', offset)
    editor.type('i')
    editor.type((text:gsub('<', '<lt>'):gsub('\n', '<CR>')))
    await_text(now:sub(1, offset) .. text .. now:sub(offset + 1))
    if not stay then
      M.normal_mode()
    end
  end

  function M.normal_mode()
    editor.type('<Esc>')
    M.await(function()
      return editor.call('current').mode == 'n', 'insert mode does not end'
    end)
  end

  function M.on_disk(file)
    local handle = io.open(M.path_of(file), 'rb')
    local text = handle and handle:read('a')
    if handle then
      handle:close()
    end
    return text
  end

  --- Whether a text has all of `wanted`; else what is missing.
  function M.shows(text, wanted)
    for _, it in ipairs(wanted or {}) do
      if not text:find(it, 1, true) then
        return false, ('`%s` is not shown in:\n%s'):format(it, text)
      end
    end
    return true
  end

  --- Whether a text has none of `unwanted`; else what is there.
  function M.lacks(text, unwanted)
    for _, it in ipairs(unwanted or {}) do
      if text:find(it, 1, true) then
        return false, ('`%s` is shown in:\n%s'):format(it, text)
      end
    end
    return true
  end

  --- Waits until what `read` returns has and lacks what `it` says.
  function M.await_shown(it, read)
    M.await(function()
      local text = read()
      local good, problem = M.lacks(text, it.lacks)
      if not good then
        return false, problem
      end
      return M.shows(text, it.shows)
    end)
  end

  --- Waits until the window in front shows what `it` says, then closes it.
  function M.await_window(it)
    M.await_shown(it, function()
      return editor.call('current').text .. '\n' .. editor.call('said_so_far')
    end)
    editor.command('close')
  end

  return M
end
