-- Verbs that change text: typing, completion, renames, code actions, formatting.

--- @param stage table what `support/stage.lua` makes
return function(stage)
  local editor = stage.editor
  local verbs = {}

  function verbs.insert(it)
    local anchor, text = unpack(it)
    stage.type_at(stage.find(editor.call('current').text, anchor), text)
  end

  function verbs.replace(it)
    local old, new = unpack(it)
    local start = stage.find(editor.call('current').text, old) - #old
    editor.call('take_out', start, start + #old)
    stage.type_at(start, new)
  end

  function verbs.complete(it)
    local anchor, text = unpack(it.insert)
    stage.type_at(stage.find(editor.call('current').text, anchor), text, true)
    local offers = {}
    stage.await(function()
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

  function verbs.rename(it)
    stage.go_to(it.at)
    editor.call('said')
    editor.type('grn')
    local said = ''
    local asked = vim.wait(stage.PATIENCE, function()
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
      stage.await(function()
        said = said .. editor.call('said')
        return said:find(it.refused, 1, true) ~= nil, ('`%s` is not said: %s'):format(it.refused, said)
      end)
    end
  end

  function verbs.fix(it)
    if it.select then
      local text = editor.call('current').text
      editor.call('select', stage.find(text, it.select[1]), stage.find(text, it.select[2]))
    elseif it.at then
      stage.go_to(it.at)
    end
    editor.call('choose', it.title)
    editor.type('gra')
    -- The menu comes with the answer.
    stage.await(function()
      local chosen = editor.call('chosen')
      return chosen == it.title, ('`%s` is not offered: %s'):format(it.title, vim.inspect(chosen))
    end)
  end

  function verbs.fixAll()
    editor.call('fix_all')
  end

  function verbs.format(it)
    if it == 'document' then
      editor.lua('vim.lsp.buf.format({ async = false })')
      return
    end
    stage.go_to(it[1])
    editor.type('V')
    stage.go_to(it[2])
    editor.type('gq')
  end

  function verbs.save()
    editor.command('silent wall')
  end

  return verbs
end
