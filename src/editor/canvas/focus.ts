/** The element of a node on the canvas, if it is in view. */
export const nodeElement = (id: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)

/** Puts the keyboard focus on a node, also on one that is rendered only now. */
export function focusNode(id: string): void {
  const element = nodeElement(id)
  if (element) element.focus({ preventScroll: true })
  else requestAnimationFrame(() => nodeElement(id)?.focus({ preventScroll: true }))
}
