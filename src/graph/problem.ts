/** A change of one node's parameters that may solve a problem; the editor works out what it would lead to. */
export interface Fix {
  readonly params: Readonly<Record<string, unknown>>
}

/**
 * Why a node has no output size, as a value: the rule that is broken with its numbers, and what would fit.
 * Printed in one line it reads "Kernel 5 does not fit into height 4 with padding 0: height must be at least 5, or
 * padding at least 1."
 */
export interface Problem {
  /** What does not work, with its numbers: "Kernel 5 does not fit into height 4". */
  readonly what: string
  /** Under which circumstances: "with padding 0". */
  readonly given?: string
  /** What would fit: "height must be at least 5, or padding at least 1". */
  readonly need: string
  /** The parameter at fault, if one is. */
  readonly param?: string
  /** The input port at fault, if one is. */
  readonly port?: string
  /** Changes of this node that would solve it, the least change first. */
  readonly fixes?: readonly Fix[]
}

/** The problem as one sentence. */
export const describeProblem = ({ what, given, need }: Problem): string =>
  `${what}${given === undefined ? '' : ` ${given}`}: ${need}.`

/** The problem as a callout: a title, and below it what would fit. */
export function calloutOf({ what, given, need }: Problem): { title: string; body: string } {
  const body = given === undefined ? need : `${given}, ${need}`
  return { title: what, body: `${body.charAt(0).toUpperCase()}${body.slice(1)}.` }
}
