;;; rocky.el --- SQL analytics projects with Rocky  -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1") (eglot "1.9"))
;; Keywords: languages, tools
;; SPDX-License-Identifier: Apache-2.0

;;; Commentary:

;; A major mode for `.rocky' pipelines, and Eglot's connection to `rocky lsp' for them, for SQL and for the TOML files
;; of a project:
;;
;;     (add-to-list 'load-path "/path/to/rocky/editors/emacs")
;;     (require 'rocky)
;;     (rocky-setup)

;;; Code:

(require 'eglot)
(require 'project)
(require 'sql)

(defgroup rocky nil
  "SQL analytics projects with Rocky."
  :group 'languages)

(defcustom rocky-program "rocky"
  "The `rocky' program."
  :type 'string)

(defvar rocky-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?- ". 12" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?\' "\"" table)
    (modify-syntax-entry ?_ "_" table)
    table)
  "Syntax of `.rocky' pipelines: comments begin with two dashes.")

(defconst rocky-font-lock-keywords
  (list (regexp-opt '("from" "where" "group" "derive" "select" "join" "left" "right" "full" "inner" "cross" "on" "as"
                      "sort" "take" "skip" "distinct" "let" "match" "union" "and" "or" "not" "is" "in" "null" "true"
                      "false" "asc" "desc")
                    'symbols))
  "Words of the pipeline language.")

;;;###autoload
(define-derived-mode rocky-mode prog-mode "Rocky"
  "Major mode for Rocky's pipeline language."
  (setq-local comment-start "-- ")
  (setq-local comment-end "")
  (setq-local indent-tabs-mode nil)
  (setq-local font-lock-defaults '(rocky-font-lock-keywords)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.rocky\\'" . rocky-mode))

(defun rocky--root (directory)
  "The project that DIRECTORY lies in, by its `rocky.toml'."
  (let ((root (locate-dominating-file directory "rocky.toml")))
    (and root (cons 'rocky root))))

(cl-defmethod project-root ((project (head rocky)))
  "The folder of a Rocky PROJECT."
  (cdr project))

(defun rocky-ensure ()
  "Start the language server for this buffer if its file belongs to a project."
  (when (and buffer-file-name (rocky--root default-directory))
    (eglot-ensure)))

(defun rocky--contact (&rest _)
  "How the server is started."
  (list rocky-program "lsp"))

;;;###autoload
(defun rocky-setup ()
  "Let Eglot start `rocky lsp' in the buffers of Rocky projects."
  (dolist (mode '(rocky-mode sql-mode conf-toml-mode toml-mode toml-ts-mode))
    (add-to-list 'eglot-server-programs (cons mode #'rocky--contact))
    (add-hook (intern (format "%s-hook" mode)) #'rocky-ensure))
  (add-hook 'project-find-functions #'rocky--root))

(provide 'rocky)
;;; rocky.el ends here
