;;; rocky-test.el --- Rocky in Emacs, with the real server  -*- lexical-binding: t; -*-

;; ROCKY_BIN=path/to/rocky emacs --batch -Q -L editors/emacs -l editors/emacs/test/rocky-test.el

;;; Code:

;; Debian keeps packages for all Emacs versions here; `-Q' leaves them out.
(let ((default-directory "/usr/share/emacs/site-lisp/elpa-src"))
  (when (file-directory-p default-directory)
    (normal-top-level-add-subdirs-to-load-path)))
(require 'ert)
(require 'rocky)

(defconst rocky-test-root (file-name-as-directory (file-truename (make-temp-file "rocky-emacs" t))))

(defun rocky-test-write (file text)
  "Write TEXT to FILE of the project."
  (let ((path (expand-file-name file rocky-test-root)))
    (make-directory (file-name-directory path) t)
    (write-region text nil path nil 'silent)))

(rocky-test-write "rocky.toml" "[adapter]\ntype = \"duckdb\"\n\n[pipeline]\ntype = \"transformation\"\nmodels = \"models/**\"\n")
(rocky-test-write "data/seed.sql" "CREATE TABLE raw_orders (order_id INTEGER, amount DECIMAL(10, 2));\n")
(rocky-test-write "models/_defaults.toml" "[target]\ncatalog = \"shop\"\nschema = \"main\"\n")
(rocky-test-write "models/orders.sql" "SELECT order_id, amount FROM raw_orders\n")
(rocky-test-write "models/orders.toml" "intent = \"one row per order\"\n")
(rocky-test-write "models/totals.sql" "SELECT '😀' AS mood, sum(amount) AS total FROM orders\n")
(rocky-test-write "models/totals.toml" "intent = \"one row\"\n")
(rocky-test-write "models/large.rocky" "from orders\nwhere amount > 100\n")
(rocky-test-write "models/large.toml" "intent = \"large orders\"\n")

(setq rocky-program (or (getenv "ROCKY_BIN") "rocky")
      eglot-sync-connect 10
      eglot-autoshutdown nil)
(rocky-setup)

(defun rocky-test-await (what condition)
  "Wait until CONDITION holds; WHAT it is about."
  (let ((deadline (+ (float-time) 20)) value)
    (while (not (or (setq value (funcall condition)) (> (float-time) deadline)))
      (accept-process-output nil 0.05))
    (unless value (error "Gave up waiting for %s" what))
    value))

(defun rocky-test-open (file)
  "Visit FILE of the project, and connect it as Eglot does after a command."
  (find-file (expand-file-name file rocky-test-root))
  (unless (eglot-managed-p)
    (call-interactively #'eglot))
  (rocky-test-await "the server" #'eglot-managed-p))

(defun rocky-test-problems ()
  "What Flymake marks in this buffer."
  (flymake-start)
  (accept-process-output nil 0.1)
  (mapcar (lambda (it) (buffer-substring-no-properties (flymake-diagnostic-beg it) (flymake-diagnostic-end it)))
          (flymake-diagnostics)))

(ert-deftest rocky-mistake-while-typing ()
  (rocky-test-open "models/totals.sql")
  (should (eq major-mode 'sql-mode))
  (should (equal (project-root (project-current)) rocky-test-root))
  (goto-char (point-min))
  (search-forward "amount")
  (delete-char -6)
  (insert "amuont")
  (eglot--signal-textDocument/didChange)
  (rocky-test-await "the mark" (lambda () (equal (rocky-test-problems) '("amuont"))))
  (delete-char -6)
  (insert "amount")
  (eglot--signal-textDocument/didChange)
  (rocky-test-await "no mark" (lambda () (null (rocky-test-problems))))
  (set-buffer-modified-p nil))

(ert-deftest rocky-pipelines ()
  (rocky-test-open "models/large.rocky")
  (should (eq major-mode 'rocky-mode))
  (goto-char (point-min))
  (search-forward "amount")
  (backward-char)
  (let ((card (jsonrpc-request (eglot--current-server-or-lose) :textDocument/hover
                               (eglot--TextDocumentPositionParams))))
    (should (string-match-p "DECIMAL" (format "%S" card)))))

(ert-deftest rocky-definition ()
  (rocky-test-open "models/totals.sql")
  (goto-char (point-min))
  (search-forward "FROM ord")
  (call-interactively #'xref-find-definitions)
  (should (string-suffix-p "models/orders.sql" buffer-file-name)))

(ert-deftest rocky-completion ()
  (rocky-test-open "models/totals.sql")
  (goto-char (point-min))
  (search-forward "sum(am")
  (let* ((capf (eglot-completion-at-point))
         (offers (all-completions "" (nth 2 capf))))
    (should (member "amount" (mapcar #'substring-no-properties offers)))))

(ert-deftest rocky-rename ()
  (rocky-test-open "models/orders.sql")
  (goto-char (point-min))
  (search-forward "amount")
  (backward-char)
  (let ((eglot-confirm-server-initiated-edits nil))
    (eglot-rename "price"))
  (should (string-match-p "amount AS price" (buffer-string)))
  (with-current-buffer (find-file-noselect (expand-file-name "models/totals.sql" rocky-test-root))
    (should (string-match-p "sum(price)" (buffer-string)))))

(let* ((stats (ert-run-tests-batch))
       (failed (ert-stats-completed-unexpected stats)))
  (dolist (test (ert-select-tests t t))
    (let ((is-good (ert-test-passed-p (ert-test-most-recent-result test))))
      (princ (format "%s %s\n" (if is-good "ok    " "not ok") (ert-test-name test)))))
  (dolist (server (apply #'append (hash-table-values eglot--servers-by-project)))
    (ignore-errors (eglot-shutdown server)))
  (dolist (buffer (buffer-list))
    (with-current-buffer buffer (set-buffer-modified-p nil)))
  (delete-directory rocky-test-root t)
  (kill-emacs (if (zerop failed) 0 1)))
;;; rocky-test.el ends here
