-- Verbs about what is shown in and around the text: folds, hints, signatures, lenses, hierarchies, links, colours.

--- @param stage table what `support/stage.lua` makes
return function(stage)
  local editor = stage.editor
  local verbs = {}

  function verbs.fold(it)
    stage.go_to(it.at)
    stage.await(function()
      -- Until the server has said where folds are there is none to close.
      editor.command('silent! normal! zc')
      local text = editor.call('lines')
      local good, problem = stage.lacks(text, it.lacks)
      if not good then
        return false, problem
      end
      return stage.shows(text, it.shows)
    end)
    editor.type('zR')
  end

  function verbs.hints(it)
    stage.go_to(it.at)
    stage.await_shown(it, function()
      return editor.call('lines')
    end)
  end

  function verbs.signature(it)
    local anchor, text = unpack(it.insert)
    stage.type_at(stage.find(editor.call('current').text, anchor), text, true)
    stage.await(function()
      editor.type('<C-s>')
      local card = vim.NIL
      vim.wait(1000, function()
        card = editor.call('float')
        return card ~= vim.NIL
      end, 20)
      if card == vim.NIL then
        return false, 'no signature'
      end
      return stage.shows(card, it.shows)
    end)
    editor.call('close_floats')
    stage.normal_mode()
  end

  function verbs.lenses(it)
    if it.at then
      stage.go_to(it.at)
    end
    editor.call('refresh_lenses')
    stage.await_shown(it, function()
      return editor.call('lenses')
    end)
    if it.choose then
      editor.call('choose', it.choose)
      editor.lua('vim.lsp.codelens.run()')
    end
  end

  local ASK = {
    incoming = 'vim.lsp.buf.incoming_calls()',
    outgoing = 'vim.lsp.buf.outgoing_calls()',
    supertypes = "vim.lsp.buf.typehierarchy('supertypes')",
    subtypes = "vim.lsp.buf.typehierarchy('subtypes')",
  }

  function verbs.hierarchy(it)
    stage.await(function()
      editor.call('forget_places')
      stage.go_to(it.at)
      editor.lua(ASK[it.kind])
      local problem
      local good = vim.wait(1000, function()
        local texts = vim.tbl_map(function(place)
          return place.text
        end, editor.call('places', 'quickfix'))
        local all
        all, problem = stage.shows(table.concat(texts, '\n'), it.shows)
        return all
      end, 20)
      return good, problem
    end)
    editor.call('forget_places')
  end

  function verbs.link(it)
    local from = editor.call('current').path
    stage.await(function()
      editor.call('open', from)
      stage.go_to(it.at)
      local problem = editor.call('follow_link')
      local now = editor.call('current').path
      return now == stage.path_of(it.lands),
        ('expected to be in %s, am in %s: %s'):format(it.lands, now, vim.inspect(problem))
    end)
  end

  function verbs.colour(it)
    stage.go_to(it.at)
    stage.await(function()
      local found = editor.call('colours')
      for _, wanted in ipairs(it.is) do
        if not vim.list_contains(found, wanted) then
          return false, ('expected %s, found %s'):format(vim.inspect(it.is), vim.inspect(found))
        end
      end
      return true
    end)
  end

  return verbs
end
