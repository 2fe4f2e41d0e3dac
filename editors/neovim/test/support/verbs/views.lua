-- Verbs about views, runs and moved files.

--- @param stage table what `support/stage.lua` makes
return function(stage)
  local editor = stage.editor
  local verbs = {}

  function verbs.lineage(wanted)
    editor.command('RockyLineage')
    stage.await_window({ shows = wanted })
  end

  function verbs.compiled(wanted)
    editor.command('RockyCompiled')
    stage.await_window({ shows = wanted })
  end

  function verbs.model(wanted)
    editor.command('RockyModel')
    stage.await_window({ shows = wanted })
  end

  function verbs.explain(it)
    editor.command('RockyExplain ' .. it.code)
    stage.await_window(it)
  end

  function verbs.preview(it)
    if it.cte then
      stage.go_to(it.cte)
    end
    -- The CTE is the word that the cursor is on.
    editor.type(it.cte and ':RockyPreview <C-r><C-w><CR>' or ':RockyPreview<CR>')
    stage.await_window(it)
  end

  --- What was opened beside the text by something else than a command.
  function verbs.beside(wanted)
    stage.await_window({ shows = wanted })
  end

  function verbs.run(it)
    editor.command(it.what == 'project' and 'RockyRun!' or 'RockyRun')
    stage.await_window({ shows = { '[Process exited 0]' } })
    stage.await(function()
      return vim.uv.fs_stat(stage.path_of(it.makes)) ~= nil, 'there is no ' .. it.makes
    end)
  end

  function verbs.move(it)
    local from, name = unpack(it)
    editor.call('open', stage.path_of(from))
    editor.call('move', stage.path_of(from), vim.fs.dirname(stage.path_of(from)) .. '/' .. name)
  end

  return verbs
end
