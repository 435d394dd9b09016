-- Opens a file whose setting disagrees with that of a file that is not open, applies the quick fix
-- of the diagnostic, and sees both ends clear. For Neovim 0.7 and later.
--
-- Environment: SERVER (a command, words separated by newlines), ROOT, FILE, OTHER, CODE.

local seconds = 60 * 1000

local function fail(message)
  io.stderr:write(message .. "\n")
  vim.cmd("cquit 1")
end

local function wait_for(what, condition)
  if not vim.wait(seconds, condition, 20) then
    fail("waited in vain for: " .. what)
  end
end

local function codes(path)
  local found = {}
  for _, item in ipairs(vim.diagnostic.get(vim.fn.bufadd(path))) do
    table.insert(found, item.code or (item.user_data and item.user_data.lsp.code))
  end
  return found
end

local function shows(path, code)
  return vim.tbl_contains(codes(path), code)
end

local ok, problem = pcall(function()
  local root, file, other, code = vim.env.ROOT, vim.env.FILE, vim.env.OTHER, vim.env.CODE
  vim.cmd("edit " .. vim.fn.fnameescape(file))
  local buffer = vim.api.nvim_get_current_buf()
  local client_id = vim.lsp.start_client({
    name = "supertokens-lint",
    cmd = vim.split(vim.env.SERVER, "\n"),
    root_dir = root,
    workspace_folders = { { uri = vim.uri_from_fname(root), name = "root" } },
    init_options = { delay = 0 },
  })
  vim.lsp.buf_attach_client(buffer, client_id)
  wait_for("the finding in the open file", function() return shows(file, code) end)
  wait_for("the finding at its other end", function() return shows(other, code) end)

  local client = vim.lsp.get_client_by_id(client_id)
  local item = vim.tbl_filter(function(one) return one.code == code end, vim.diagnostic.get(buffer))[1]
  vim.api.nvim_win_set_cursor(0, { item.lnum + 1, item.col })
  local params = vim.lsp.util.make_range_params(0, client.offset_encoding)
  params.context = { diagnostics = {}, only = { "quickfix" } }
  local answer = client.request_sync("textDocument/codeAction", params, seconds, buffer)
  local fix = nil
  for _, action in ipairs(answer and answer.result or {}) do
    if action.isPreferred then
      fix = fix or action
    end
  end
  if fix == nil then
    fail("there is no preferred quick fix: " .. vim.inspect(answer))
  end
  vim.lsp.util.apply_workspace_edit(fix.edit, client.offset_encoding)
  vim.cmd("write")
  wait_for("the open file to be clear", function() return not shows(file, code) end)
  wait_for("the other end to be clear", function() return not shows(other, code) end)

  vim.lsp.stop_client(client_id)
  wait_for("the server to end", function() return vim.lsp.client_is_stopped(client_id) end)
end)

if not ok then
  fail(tostring(problem))
end
vim.cmd("qall!")
