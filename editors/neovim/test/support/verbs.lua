-- The verbs of the scenarios (`editors/scenarios/README.md`), each done as a person does it in Neovim.

local CARET = '‸'
local PATIENCE = 15000

--- @param editor table the Neovim that is driven: `call`, `type`, `command`
--- @param root string the folder of the projects
return function(editor, root)
  local verbs = {}

  local function path_of(file)
    return root .. '/' .. file
  end

  --- Asks again until `attempt` returns true; else fails with what it said last.
  local function await(attempt)
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
  local function find(text, anchor)
    local before, after = unpack(vim.split(anchor, CARET, { plain = true }))
    local start = text:find(before .. (after or ''), 1, true)
    if not start then
      error(('there is no `%s` in:\n%s'):format(anchor, text), 0)
    end
    return start - 1 + #before
  end

  local function go_to(anchor)
    editor.call('go_to', find(editor.call('current').text, anchor))
  end

  local function await_text(wanted)
    await(function()
      local now = editor.call('current')
      return now.text == wanted, ('expected the text:\n%s\nfound:\n%s'):format(wanted, now.text)
    end)
  end

  --- Types at `offset`; `stay` leaves Neovim in insert mode.
  local function type_at(offset, text, stay)
    local now = editor.call('current').text
    editor.call('go_to', offset)
    editor.type('i')
    editor.type((text:gsub('<', '<lt>'):gsub('\n', '<CR>')))
    await_text(now:sub(1, offset) .. text .. now:sub(offset + 1))
    if not stay then
      editor.type('<Esc>')
      await(function()
        return editor.call('current').mode == 'n', 'insert mode does not end'
      end)
    end
  end

  local function text_of(file)
    local text = editor.call('text', path_of(file))
    if text == vim.NIL then
      local handle = io.open(path_of(file), 'rb')
      text = handle and handle:read('a')
      if handle then
        handle:close()
      end
    end
    return text
  end

  function verbs.open(file)
    editor.call('open', path_of(file))
  end

  function verbs.insert(it)
    local anchor, text = unpack(it)
    type_at(find(editor.call('current').text, anchor), text)
  end

  function verbs.replace(it)
    local old, new = unpack(it)
    local start = find(editor.call('current').text, old) - #old
    editor.call('take_out', start, start + #old)
    type_at(start, new)
  end

  function verbs.problems(expected)
    for file, wanted in pairs(expected) do
      table.sort(wanted)
      await(function()
        local found = editor.call('problems', path_of(file))
        if found == vim.NIL then
          return false, file .. ' is not open'
        end
        table.sort(found)
        return vim.deep_equal(found, wanted),
          ('%s: expected the problems %s, found %s'):format(file, vim.inspect(wanted), vim.inspect(found))
      end)
    end
  end

  local function shows(text, wanted)
    for _, it in ipairs(wanted) do
      if not text:find(it, 1, true) then
        return false, ('`%s` is not shown in:\n%s'):format(it, text)
      end
    end
    return true
  end

  function verbs.hover(it)
    go_to(it.at)
    await(function()
      editor.type('K')
      local card = vim.NIL
      vim.wait(1000, function()
        card = editor.call('float')
        return card ~= vim.NIL
      end, 20)
      editor.call('close_floats')
      if card == vim.NIL then
        return false, 'no card'
      end
      return shows(card, it.shows)
    end)
  end

  function verbs.complete(it)
    local anchor, text = unpack(it.insert)
    type_at(find(editor.call('current').text, anchor), text, true)
    local offers = {}
    await(function()
      editor.type('<C-x><C-o>')
      vim.wait(1000, function()
        offers = editor.call('offers')
        return #offers > 0
      end, 20)
      for _, wanted in ipairs(it.offers) do
        if not vim.list_contains(offers, wanted) then
          return false, ('`%s` is not offered: %s'):format(wanted, vim.inspect(offers))
        end
      end
      return true
    end)
    for _, unwanted in ipairs(it.lacks or {}) do
      if vim.list_contains(offers, unwanted) then
        error(('`%s` is offered'):format(unwanted), 0)
      end
    end
    if it.accept then
      for index, label in ipairs(offers) do
        if label == it.accept then
          editor.request('nvim_select_popupmenu_item', index - 1, true, true, vim.empty_dict())
        end
      end
    end
    editor.type('<Esc>')
  end

  function verbs.definition(it)
    local from = editor.call('current').path
    local file, anchor = unpack(it.lands)
    await(function()
      editor.call('open', from)
      go_to(it.at)
      editor.type('<C-]>')
      local problem
      local there = vim.wait(1000, function()
        local now = editor.call('current')
        if now.path ~= path_of(file) then
          problem = ('expected to be in %s, am in %s'):format(file, now.path)
          return false
        end
        local wanted = find(now.text, anchor)
        problem = ('the cursor is at %d, expected at %d'):format(now.cursor, wanted)
        return now.cursor == wanted
      end, 20)
      return there, problem
    end)
  end

  local function places(kind)
    return editor.call('places', kind)
  end

  function verbs.references(it)
    await(function()
      editor.call('forget_places')
      go_to(it.at)
      editor.type('grr')
      local found = {}
      local all = vim.wait(1000, function()
        found = {}
        for _, place in ipairs(places('quickfix')) do
          local file = place.path:sub(#root + 2)
          found[file] = (found[file] or 0) + 1
        end
        return vim.deep_equal(found, it.finds)
      end, 20)
      return all, ('expected %s, found %s'):format(vim.inspect(it.finds), vim.inspect(found))
    end)
    editor.call('forget_places')
  end

  local function names(kind)
    return table.concat(
      vim.tbl_map(function(it)
        return it.text
      end, places(kind)),
      '\n'
    )
  end

  function verbs.symbols(wanted)
    await(function()
      editor.call('forget_places')
      editor.type('gO')
      local problem
      local good = vim.wait(1000, function()
        local all
        all, problem = shows(names('location'), wanted)
        return all
      end, 20)
      return good, problem
    end)
    editor.call('forget_places')
  end

  function verbs.workspaceSymbols(it)
    await(function()
      editor.lua('vim.lsp.buf.workspace_symbol(...)', it.query)
      vim.wait(500, function()
        return #places('quickfix') > 0
      end, 20)
      local good, problem = shows(names('quickfix'), it.shows)
      editor.call('forget_places')
      return good, problem
    end)
  end

  function verbs.rename(it)
    go_to(it.at)
    editor.call('said')
    editor.type('grn')
    local said = ''
    local asked = vim.wait(PATIENCE, function()
      local mode = editor.request('nvim_get_mode')
      if mode.mode == 'c' then
        return true
      end
      said = mode.blocking and said or said .. editor.call('said')
      return it.refused ~= nil and said:find(it.refused, 1, true) ~= nil
    end, 20)
    if not asked then
      error('no new name is asked for: ' .. said, 0)
    end
    if editor.request('nvim_get_mode').mode == 'c' then
      editor.type('<C-u>' .. it.to .. '<CR>')
    end
    if it.refused then
      await(function()
        said = said .. editor.call('said')
        return said:find(it.refused, 1, true) ~= nil, ('`%s` is not said: %s'):format(it.refused, said)
      end)
    end
  end

  function verbs.fix(it)
    go_to(it.at)
    editor.call('choose', it.title)
    editor.type('gra')
  end

  function verbs.format(it)
    if it == 'document' then
      editor.lua('vim.lsp.buf.format({ async = false })')
      return
    end
    go_to(it[1])
    editor.type('V')
    go_to(it[2])
    editor.type('gq')
  end

  function verbs.text(expected)
    for file, it in pairs(expected) do
      await(function()
        local text = text_of(file)
        if not text then
          return false, 'there is no ' .. file
        end
        for _, unwanted in ipairs(it.lacks or {}) do
          if text:find(unwanted, 1, true) then
            return false, ('`%s` stands in %s:\n%s'):format(unwanted, file, text)
          end
        end
        return shows(text, it.has or {})
      end)
    end
  end

  function verbs.onDisk(expected)
    for file, wanted in pairs(expected) do
      await(function()
        local handle = io.open(path_of(file), 'rb')
        local text = handle and handle:read('a')
        if handle then
          handle:close()
        end
        return text == wanted, ('expected %s, found %s'):format(vim.inspect(wanted), vim.inspect(text))
      end)
    end
  end

  function verbs.gone(files)
    for _, file in ipairs(files) do
      await(function()
        return vim.uv.fs_stat(path_of(file)) == nil, file .. ' is still there'
      end)
    end
  end

  --- Waits until the window in front shows all of `wanted`, then closes it.
  local function await_window(wanted)
    await(function()
      return shows(editor.call('current').text, wanted)
    end)
    editor.command('close')
  end

  function verbs.lineage(wanted)
    editor.command('RockyLineage')
    await_window(wanted)
  end

  function verbs.compiled(wanted)
    editor.command('RockyCompiled')
    await_window(wanted)
  end

  function verbs.save()
    editor.command('silent wall')
  end

  function verbs.restart()
    editor.command('RockyRestart')
  end

  function verbs.pause(seconds)
    vim.wait(seconds * 1000)
  end

  -- Pictures are VS Code's.
  function verbs.screenshot() end

  function verbs.outside(it)
    local function write(file, text)
      vim.fn.mkdir(vim.fs.dirname(path_of(file)), 'p')
      local handle = assert(io.open(path_of(file), 'wb'))
      handle:write(text)
      handle:close()
    end
    for file, text in pairs(it.write or {}) do
      write(file, text)
    end
    for file, change in pairs(it.replace or {}) do
      local handle = assert(io.open(path_of(file), 'rb'))
      local text = handle:read('a')
      handle:close()
      local at = find(text, change[1]) - #change[1]
      write(file, text:sub(1, at) .. change[2] .. text:sub(at + #change[1] + 1))
    end
    for _, file in ipairs(it.delete or {}) do
      assert(os.remove(path_of(file)))
    end
    if it.git then
      local result = vim.system({ 'git', '-C', root, unpack(it.git) }, { text = true }):wait()
      assert(result.code == 0, result.stderr)
    end
    -- A person comes back to the window, and Neovim looks at its files.
    editor.call('buffers_to_reload')
  end

  return verbs
end
