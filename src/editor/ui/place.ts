export type Side = 'top' | 'right' | 'bottom' | 'left'

/** The part of a DOMRect that placing needs, in pixels of the window. */
export type Box = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom' | 'width' | 'height'>

/** Between the anchor and what stands beside it, and the least distance from the window's edge. */
const gap = 6
const margin = 8

const opposite = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' } as const

/**
 * Where an element goes beside its anchor, in pixels of the window: on the wanted side where it fits, else on the
 * opposite one, and never outside. `align` is along the anchor's edge.
 */
export function placeBeside(
  anchor: Box,
  element: { readonly offsetWidth: number; readonly offsetHeight: number },
  side: Side,
  align: 'start' | 'center' | 'end' = 'center',
): { left: number; top: number } {
  const { offsetWidth: width, offsetHeight: height } = element
  const { innerWidth, innerHeight } = window
  const fits = {
    top: anchor.top - gap - height >= margin,
    bottom: anchor.bottom + gap + height <= innerHeight - margin,
    left: anchor.left - gap - width >= margin,
    right: anchor.right + gap + width <= innerWidth - margin,
  }
  const used = !fits[side] && fits[opposite[side]] ? opposite[side] : side
  const share = { start: 0, center: 0.5, end: 1 }[align]
  const isVertical = used === 'top' || used === 'bottom'
  const left = isVertical
    ? anchor.left + share * (anchor.width - width)
    : used === 'left'
      ? anchor.left - gap - width
      : anchor.right + gap
  const top = isVertical
    ? used === 'top'
      ? anchor.top - gap - height
      : anchor.bottom + gap
    : anchor.top + share * (anchor.height - height)
  return {
    left: Math.round(Math.max(margin, Math.min(left, innerWidth - margin - width))),
    top: Math.round(Math.max(margin, Math.min(top, innerHeight - margin - height))),
  }
}

/** Where tooltips and menus are drawn: inside a landmark, so that screen readers know where they belong. */
export const overlayRoot = (): Element => document.querySelector('[data-overlays]') ?? document.body
