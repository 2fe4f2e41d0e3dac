vim.filetype.add({ extension = { rocky = 'rocky' } })
