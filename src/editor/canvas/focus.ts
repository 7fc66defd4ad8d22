/** The element of a node on the canvas, if it is in view. */
export const nodeElement = (id: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)

/** Puts the keyboard focus on a node. */
export const focusNode = (id: string): void => nodeElement(id)?.focus({ preventScroll: true })
