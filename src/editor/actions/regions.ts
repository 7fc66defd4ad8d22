const focusable =
  'button:not([tabindex="-1"]), input, select, textarea, a[href], [tabindex]:not([tabindex="-1"]), [role="tab"][aria-selected="true"]'

/** What takes the focus of a region: what is selected in it, or else its first control. */
function entryOf(region: HTMLElement): HTMLElement | undefined {
  const wanted = region.querySelector<HTMLElement>(
    '.react-flow__node.selected, [role="tab"][aria-selected="true"]',
  )
  if (wanted) return wanted
  return [...region.querySelectorAll<HTMLElement>(focusable)].find(
    element => element.offsetParent !== null && !element.closest('[inert]'),
  )
}

/** Moves the focus to the next part of the window (top bar, palette, canvas, inspector, dock), round and round. */
export function moveToRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(
    region => region.offsetParent !== null && !region.inert && entryOf(region) !== undefined,
  )
  const at = regions.findIndex(region => region.contains(document.activeElement))
  const next = at < 0 ? (step > 0 ? 0 : regions.length - 1) : (at + step + regions.length) % regions.length
  const region = regions[next]
  if (region) entryOf(region)?.focus()
}
