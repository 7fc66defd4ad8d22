import { ChevronDown } from 'lucide-react'
import { useEffect } from 'react'
import type { BackendChoice, BackendName } from '../../training/protocol.ts'
import { useTraining } from '../store/trainingStore.ts'
import { Menu, MenuChoice, MenuLabel } from '../ui/Menu.tsx'
import styles from './TopBar.module.css'

/** The backends by the names that their makers write. */
export const backendTitles: Readonly<Record<BackendName, string>> = {
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WebAssembly',
  cpu: 'JavaScript',
}

/** Which backend trains, and why; the menu chooses another. */
export function BackendChip() {
  const choice = useTraining(state => state.backendChoice)
  const report = useTraining(state => state.backends)
  const probe = useTraining(state => state.probe)
  const choose = useTraining(state => state.chooseBackend)
  // A run may have gone on with another backend than the one it began on.
  const running = useTraining(({ status, facts }) =>
    status.kind === 'running' || status.kind === 'paused' ? facts : undefined,
  )

  // The probe loads tfjs in the worker, so it waits until the editor has been drawn and is idle.
  useEffect(() => {
    if (!('requestIdleCallback' in window)) {
      const timer = setTimeout(probe, 1500)
      return () => clearTimeout(timer)
    }
    const handle = requestIdleCallback(() => probe(), { timeout: 4000 })
    return () => cancelIdleCallback(handle)
  }, [probe])

  const active = running?.backend ?? (choice === 'auto' ? report?.automatic : choice)
  const state = report?.backends.find(backend => backend.name === active)
  const isGpu = (active === 'webgpu' || active === 'webgl') && state?.isSoftware === false
  const label = active ? backendTitles[active] : 'Backend'
  const isChosen = choice !== 'auto' && choice === active
  const why = isChosen
    ? `${backendTitles[choice]}, chosen by hand`
    : (running?.reason ?? report?.reason ?? 'The backends are being looked for')
  return (
    <Menu
      width={320}
      trigger={
        <button type="button" className={styles.chip} aria-label={`Backend: ${label}. ${why}`}>
          <span className={[styles.dot, !isGpu && styles.dotSlow].filter(Boolean).join(' ')} />
          {label}
          <ChevronDown size={13} aria-hidden />
        </button>
      }
    >
      <MenuLabel>
        {choice === 'auto'
          ? 'Training runs on'
          : `Training runs on ${label}${isChosen ? ', chosen by hand' : ''}`}
      </MenuLabel>
      <MenuChoice
        value={choice}
        onChoose={value => choose(value as BackendChoice)}
        options={[
          {
            value: 'auto',
            label: report ? `Automatic: ${backendTitles[report.automatic]}` : 'Automatic',
            detail: report?.reason,
          },
          ...(report?.backends ?? []).map(({ name, isAvailable, detail }) => ({
            value: name,
            label: backendTitles[name],
            detail,
            isOff: !isAvailable,
          })),
        ]}
      />
    </Menu>
  )
}
