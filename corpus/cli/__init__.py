"""The command line: one module per command, which parses arguments, calls the package and prints.

In: arguments, files, a corpus project or a release. Out: text or JSON on standard output, messages on standard error,
exit codes. `app` registers the commands, `console` and `options` hold what commands share. May import every other
package; no other package imports this one.
"""
