/** Where a command writes to. */
export interface Terminal {
  /** A line of the result, to standard output. */
  print(line: string): void
  /** A line for people, to standard error. */
  tell(line: string): void
  /** A line that the next one replaces, to standard error; nothing where that is no terminal. */
  show(line: string): void
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  let isShowing = false
  const { stdout, stderr } = process
  // `hourglass nodes | head` closes the pipe early; that is no fault.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  const clear = () => {
    if (isShowing) stderr.write('\r\x1b[2K')
    isShowing = false
  }
  return {
    print(line) {
      clear()
      stdout.write(`${line}\n`)
    },
    tell(line) {
      clear()
      stderr.write(`${line}\n`)
    },
    show(line) {
      if (!stderr.isTTY) return
      stderr.write(`\r\x1b[2K${line.slice(0, (stderr.columns || 80) - 1)}`)
      isShowing = true
    },
  }
}
