-- `:RockyModel`: what there is to say of a model, as a page.
local M = {}

local scratch = require('rocky.scratch')
local server = require('rocky.server')

local function present(value)
  return value ~= nil and value ~= vim.NIL and value ~= ''
end

local function type_of(column)
  local words = {}
  if present(column.type) then
    table.insert(words, column.type)
  end
  if present(column.nullable) then
    table.insert(words, column.nullable and 'NULL' or 'NOT NULL')
  end
  return table.concat(words, ' ')
end

--- What is told of a column besides its type, most useful first.
local function remarks(column)
  local words = {}
  if present(column.description) then
    table.insert(words, column.description)
  end
  local origins = vim.tbl_map(function(it)
    return ('%s.%s (%s)'):format(it.model, it.column, it.kind)
  end, column.origins)
  if #origins > 0 then
    table.insert(words, 'made of ' .. table.concat(origins, ', '))
  end
  if present(column.contract) then
    table.insert(words, 'contract: ' .. column.contract)
  end
  if present(column.classification) then
    table.insert(words, 'class: ' .. column.classification)
  end
  if #column.tests > 0 then
    table.insert(words, 'tests: ' .. table.concat(column.tests, ', '))
  end
  return table.concat(words, '; ')
end

--- The lines of the page.
function M.lines(model)
  local lines = { ('# %s (%s)'):format(model.name, model.kind) }
  local function paragraph(...)
    table.insert(lines, '')
    vim.list_extend(lines, { ... })
  end
  if present(model.description) then
    paragraph(model.description)
  end
  local facts = {
    { 'Builds', model.target },
    { 'Strategy', model.strategy },
    { 'Contract', present(model.contract) and vim.fs.basename(vim.uri_to_fname(model.contract.uri)) },
    { 'Reads', table.concat(model.upstream, ', ') },
    { 'Read by', table.concat(model.downstream, ', ') },
  }
  local told = {}
  for _, fact in ipairs(facts) do
    if fact[2] and present(fact[2]) then
      table.insert(told, ('%s: %s'):format(fact[1], fact[2]))
    end
  end
  paragraph(unpack(told))

  paragraph('## Columns', '')
  local width, type_width = 0, 0
  for _, column in ipairs(model.columns) do
    width = math.max(width, vim.fn.strdisplaywidth(column.name))
    type_width = math.max(type_width, vim.fn.strdisplaywidth(type_of(column)))
  end
  local function padded(text, to)
    return text .. (' '):rep(to - vim.fn.strdisplaywidth(text))
  end
  for _, column in ipairs(model.columns) do
    local line = ('%s  %s  %s'):format(padded(column.name, width), padded(type_of(column), type_width), remarks(column))
    -- A description may be of several lines.
    table.insert(lines, (vim.trim(line):gsub('%s*\n%s*', ' ')))
  end
  if present(model.incomplete) then
    table.insert(lines, 'There may be more: ' .. model.incomplete .. '.')
  end

  local whole = vim.tbl_filter(function(it)
    return not present(it.column)
  end, model.tests)
  if #whole > 0 then
    local kinds = vim.tbl_map(function(it)
      return it.kind
    end, whole)
    paragraph('## Tests of the whole model', '', table.concat(kinds, ', '))
  end

  paragraph('## Last runs', '')
  for _, run in ipairs(model.runs) do
    local rows = present(run.rows) and (', %d rows'):format(run.rows) or ''
    table.insert(lines, ('%s  %s, %d ms%s'):format(run.startedAt, run.status, run.durationMs, rows))
  end
  if #model.runs == 0 then
    table.insert(lines, 'It has not been run here yet.')
  end
  return lines
end

--- Shows the model of the buffer, or one by its name.
function M.show(name)
  server.ask(vim.api.nvim_get_current_buf(), 'rocky/model', { model = name }, function(model)
    scratch.show('model/' .. model.name, M.lines(model), 'markdown')
  end)
end

return M
