-- Verbs about files: what another program does to them, what is on disk, and what is set.

--- @param stage table what `support/stage.lua` makes
return function(stage)
  local editor = stage.editor
  local verbs = {}

  function verbs.outside(it)
    local function write(file, text)
      vim.fn.mkdir(vim.fs.dirname(stage.path_of(file)), 'p')
      local handle = assert(io.open(stage.path_of(file), 'wb'))
      handle:write(text)
      handle:close()
    end
    for file, text in pairs(it.write or {}) do
      write(file, text)
    end
    for file, change in pairs(it.replace or {}) do
      local handle = assert(io.open(stage.path_of(file), 'rb'))
      local text = handle:read('a')
      handle:close()
      local at = stage.find(text, change[1]) - #change[1]
      write(file, text:sub(1, at) .. change[2] .. text:sub(at + #change[1] + 1))
    end
    for _, file in ipairs(it.delete or {}) do
      assert(os.remove(stage.path_of(file)))
    end
    if it.git then
      local result = vim.system({ 'git', '-C', stage.root, unpack(it.git) }, { text = true }):wait()
      assert(result.code == 0, result.stderr)
    end
    if it.rocky then
      local result = vim.system({ stage.rocky, unpack(it.rocky) }, { cwd = stage.root, text = true }):wait()
      assert(result.code == 0, result.stderr)
    end
    -- A person comes back to the window, and Neovim looks at its files.
    editor.call('buffers_to_reload')
  end

  function verbs.onDisk(expected)
    for file, wanted in pairs(expected) do
      stage.await(function()
        local text = stage.on_disk(file)
        return text == wanted, ('expected %s, found %s'):format(vim.inspect(wanted), vim.inspect(text))
      end)
    end
  end

  function verbs.gone(files)
    for _, file in ipairs(files) do
      stage.await(function()
        return vim.uv.fs_stat(stage.path_of(file)) == nil, file .. ' is still there'
      end)
    end
  end

  function verbs.setting(it)
    editor.call('set', it)
  end

  function verbs.restart()
    editor.command('RockyRestart')
  end

  return verbs
end
