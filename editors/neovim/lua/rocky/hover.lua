-- `:RockyHover`: the card of what is under the cursor, at a level.
local M = {}

local server = require('rocky.server')

M.LEVELS = { 'brief', 'normal', 'full' }

--- The level that a word or a count means; the longest where there is neither.
function M.level(word, count)
  if word and word ~= '' then
    return word
  end
  return M.LEVELS[math.min(math.max(count, 1), #M.LEVELS)]
end

function M.show(word, count)
  local level = M.level(word, count)
  if not vim.tbl_contains(M.LEVELS, level) then
    server.complain(('there is no level `%s`: choose one of %s'):format(level, table.concat(M.LEVELS, ', ')))
    return
  end
  local buffer = vim.api.nvim_get_current_buf()
  local client = server.of_buffer(buffer)
  if not client then
    return
  end
  local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
  local nothing = 'there is nothing to say about what is under the cursor'
  server.ask(buffer, 'rocky/hover', { position = params.position, verbosity = level }, function(answer)
    local lines = vim.lsp.util.convert_input_to_markdown_lines(answer.hover.contents)
    -- Given once more, the command enters the window.
    vim.lsp.util.open_floating_preview(lines, 'markdown', { focus_id = 'rocky.hover.' .. level })
  end, nothing)
end

return M
