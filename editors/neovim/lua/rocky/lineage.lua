-- `:RockyLineage`: models or columns that this model is made of, and those that are made of it, as a tree.
local M = {}

local scratch = require('rocky.scratch')
local server = require('rocky.server')

local DIRECTIONS = { upstream = true, downstream = true, both = true }
local DEFAULT_DEPTH = 3

--- Direction, depth and column out of the words after the command, in any order.
function M.parameters(words)
  local params = { direction = 'both', depth = DEFAULT_DEPTH }
  for _, word in ipairs(words) do
    if DIRECTIONS[word] then
      params.direction = word
    elseif tonumber(word) then
      params.depth = tonumber(word)
    else
      params.column = word
    end
  end
  return params
end

local function present(value)
  return value ~= nil and value ~= vim.NIL
end

local function name_of(node)
  return present(node.column) and node.model .. '.' .. node.column or node.model
end

--- Neighbours by the name of a node: what leads to it, or what leads from it.
local function neighbours(edges, from, to)
  local by_name = {}
  for _, edge in ipairs(edges) do
    local name = name_of(edge[to])
    by_name[name] = by_name[name] or {}
    table.insert(by_name[name], { node = edge[from], kind = edge.kind, location = edge.location })
  end
  return by_name
end

--- The lines of the tree, and for each line the node that it names.
function M.tree(lineage)
  local edges = lineage.edges
  if not present(lineage.focus.column) then
    edges = vim.tbl_map(function(edge)
      return { from = { model = edge.from }, to = { model = edge.to } }
    end, lineage.modelEdges)
  end
  local lines, nodes = {}, {}
  local function add(line, node)
    table.insert(lines, line)
    table.insert(nodes, node)
  end
  local function branch(by_name, node, indent, path)
    for _, next_one in ipairs(by_name[name_of(node)] or {}) do
      local name = name_of(next_one.node)
      local kind = present(next_one.kind) and '  (' .. next_one.kind .. ')' or ''
      -- A ring of models would never end.
      local again = path[name] and '  …' or ''
      add(indent .. name .. kind .. again, next_one)
      if not path[name] then
        branch(by_name, next_one.node, indent .. '  ', vim.tbl_extend('force', path, { [name] = true }))
      end
    end
  end
  local focus = name_of(lineage.focus)
  local function part(title, by_name)
    if by_name[focus] then
      add(title, {})
      branch(by_name, lineage.focus, '  ', { [focus] = true })
    end
  end
  add(focus, { node = lineage.focus })
  part('is made of', neighbours(edges, 'from', 'to'))
  part('goes into', neighbours(edges, 'to', 'from'))
  for _, it in ipairs(lineage.incomplete or {}) do
    add('not followed: ' .. name_of(it) .. ': ' .. it.reason, { node = it })
  end
  return lines, nodes
end

--- Where a line of the tree leads: to the expression that the edge stands for, else to the model.
local function target(lineage, entry)
  if present(entry.location) then
    return entry.location
  end
  for _, model in ipairs(lineage.models) do
    if entry.node and model.name == entry.node.model and present(model.uri) then
      local start = { line = 0, character = 0 }
      return { uri = model.uri, range = present(model.range) and model.range or { start = start, ['end'] = start } }
    end
  end
end

function M.show(words)
  local source = vim.api.nvim_get_current_buf()
  server.ask(source, 'rocky/lineage', M.parameters(words), function(lineage, client)
    local lines, nodes = M.tree(lineage)
    local buffer = scratch.show('lineage/' .. name_of(lineage.focus), lines)
    vim.keymap.set('n', '<CR>', function()
      local entry = nodes[vim.api.nvim_win_get_cursor(0)[1]]
      local place = entry and target(lineage, entry)
      if place then
        vim.cmd('wincmd p')
        vim.lsp.util.show_document(place, client.offset_encoding, { focus = true })
      end
    end, { buffer = buffer, desc = 'Go to where this is defined' })
  end)
end

return M
