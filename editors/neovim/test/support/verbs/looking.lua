-- Verbs that look: problems, cards, places, symbols, texts.

--- @param stage table what `support/stage.lua` makes
return function(stage)
  local editor = stage.editor
  local verbs = {}

  function verbs.open(file)
    editor.call('open', stage.path_of(file))
    stage.await(function()
      return editor.call('is_served'), 'no server for ' .. file .. ' is ready'
    end)
  end

  function verbs.problems(expected)
    for file, wanted in pairs(expected) do
      table.sort(wanted)
      stage.await(function()
        local found = editor.call('problems', stage.path_of(file))
        if found == vim.NIL then
          return false, file .. ' is not open'
        end
        table.sort(found)
        return vim.deep_equal(found, wanted),
          ('%s: expected the problems %s, found %s'):format(file, vim.inspect(wanted), vim.inspect(found))
      end)
    end
  end

  function verbs.hover(it)
    stage.go_to(it.at)
    stage.await(function()
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
      return stage.shows(card, it.shows)
    end)
  end

  function verbs.definition(it)
    local from = editor.call('current').path
    local file, anchor = unpack(it.lands)
    stage.await(function()
      editor.call('open', from)
      stage.go_to(it.at)
      editor.type('<C-]>')
      local problem
      local there = vim.wait(1000, function()
        local now = editor.call('current')
        if now.path ~= stage.path_of(file) then
          problem = ('expected to be in %s, am in %s'):format(file, now.path)
          return false
        end
        local wanted = stage.find(now.text, anchor)
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
    stage.await(function()
      editor.call('forget_places')
      stage.go_to(it.at)
      editor.type('grr')
      local found = {}
      local all = vim.wait(1000, function()
        found = {}
        for _, place in ipairs(places('quickfix')) do
          local file = place.path:sub(#stage.root + 2)
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
    stage.await(function()
      editor.call('forget_places')
      editor.type('gO')
      local problem
      local good = vim.wait(1000, function()
        local all
        all, problem = stage.shows(names('location'), wanted)
        return all
      end, 20)
      return good, problem
    end)
    editor.call('forget_places')
  end

  function verbs.workspaceSymbols(it)
    stage.await(function()
      editor.lua('vim.lsp.buf.workspace_symbol(...)', it.query)
      vim.wait(500, function()
        return #places('quickfix') > 0
      end, 20)
      local good, problem = stage.shows(names('quickfix'), it.shows)
      editor.call('forget_places')
      return good, problem
    end)
  end

  local function text_of(file)
    local text = editor.call('text', stage.path_of(file))
    return text ~= vim.NIL and text or stage.on_disk(file)
  end

  function verbs.text(expected)
    for file, it in pairs(expected) do
      stage.await(function()
        local text = text_of(file)
        if not text then
          return false, 'there is no ' .. file
        end
        local good, problem = stage.lacks(text, it.lacks)
        if not good then
          return false, ('in %s, %s'):format(file, problem)
        end
        return stage.shows(text, it.has)
      end)
    end
  end

  function verbs.pause(seconds)
    vim.wait(seconds * 1000)
  end

  -- Pictures are VS Code's.
  function verbs.screenshot() end

  return verbs
end
