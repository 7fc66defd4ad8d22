import { Download, Ellipsis, FilePen, FolderOpen, PackageOpen, Play, Trash2 } from 'lucide-react'
import { registry } from '../../../nodes/index.ts'
import { inferGraph } from '../../infer/inference.ts'
import { lookOf } from '../chart/comparison.ts'
import { backendTitles } from '../topbar/BackendChip.tsx'
import { Button } from '../ui/Button.tsx'
import { DraftField } from '../ui/DraftField.tsx'
import { Menu, MenuItem } from '../ui/Menu.tsx'
import { formatCount, formatLoss, formatSeconds } from '../ui/numbers.ts'
import { barsOf, Silhouette } from '../ui/Silhouette.tsx'
import { Tooltip } from '../ui/Tooltip.tsx'
import { busyRefusal, documentOf, loadRun, openGraph, resumeRun } from './openRun.ts'
import styles from './Runs.module.css'
import { attempt, deleteRun, exportRun, rename, toggleCompared, useRunsPanel } from './runActions.ts'
import { canResume, type RunSummary } from './runRecord.ts'
import { formatDate, type Standing } from './words.ts'

interface RunRowProps {
  readonly run: RunSummary
  readonly standing: Standing
  /** Its place among the compared runs, which gives it its colour; −1 where it is none of them. */
  readonly place: number
  /** Whether the panel for training shows it. */
  readonly isShown: boolean
}

/** One run: what became of it, and what can be done with it. */
export function RunRow({ run, standing, place, isShown }: RunRowProps) {
  const isRenaming = useRunsPanel(state => state.renaming === run.id)
  const test = run.evaluations.at(-1)
  const { totalSteps, lossName, backend, reason } = run.facts
  const isTraining = standing.kind === 'training' || standing.kind === 'elsewhere'
  const isPart = run.step < totalSteps && run.status !== 'done'
  const point = (pointed: string | undefined) => useRunsPanel.setState({ pointed })
  return (
    <tr
      data-shown={isShown || undefined}
      onPointerEnter={() => point(run.id)}
      onPointerLeave={() => point(undefined)}
      onFocus={() => point(run.id)}
      onBlur={() => point(undefined)}
    >
      <td className={styles.tick}>
        <input
          type="checkbox"
          aria-label={`${run.name} in the plot`}
          checked={place >= 0}
          style={place >= 0 ? { accentColor: `var(--${lookOf(place).token})` } : undefined}
          onChange={() => toggleCompared(run.id)}
        />
      </td>
      <td className={styles.name}>
        <span className={styles.nameLine}>
          <Picture run={run} />
          {isRenaming ? (
            <NameField run={run} />
          ) : (
            <Tooltip text={factsOf(run)}>
              {/* biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for "Rename" in the menu of the row. */}
              <span
                onDoubleClick={() => useRunsPanel.setState({ renaming: run.id })}
                className={styles.title}
              >
                <b>{run.name}</b> <span className={styles.network}>{run.network}</span>
              </span>
            </Tooltip>
          )}
        </span>
      </td>
      <td className={styles.date}>{formatDate(run.startedAt)}</td>
      <td className={styles.number}>
        {formatCount(run.step)}
        {isPart && <span className={styles.of}> of {formatCount(totalSteps)}</span>}
      </td>
      <td className={styles.number}>
        {test ? (
          <Tooltip text={`${lossName} on the test images after step ${formatCount(test.step)}`}>
            <span>{formatLoss(test.testLoss)}</span>
          </Tooltip>
        ) : (
          '–'
        )}
      </td>
      <td className={`${styles.number} ${styles.parameters}`}>{formatCount(run.parameters)}</td>
      <td className={styles.backend}>
        <Tooltip text={reason}>
          <span>{backendTitles[backend]}</span>
        </Tooltip>
      </td>
      <td className={`${styles.number} ${styles.took}`}>{formatSeconds(run.seconds)}</td>
      <td>
        <Tooltip text={standing.story}>
          <span className={styles.status} data-kind={standing.kind}>
            {standing.text}
          </span>
        </Tooltip>
      </td>
      <td className={styles.actions}>
        <span className={styles.buttons}>
          {canResume(run) && !isTraining && (
            <Button
              size="dense"
              className={styles.resume}
              aria-label={`Resume ${run.name}`}
              look={standing.kind === 'interrupted' ? 'outline' : 'plain'}
              icon={<Play size={12} aria-hidden />}
              refusal={busyRefusal()}
              hint={`Goes on from step ${formatCount(run.step)} as if nothing had happened`}
              onClick={() => attempt(`${run.name} cannot be resumed`, () => resumeRun(run))}
            >
              <span>Resume</span>
            </Button>
          )}
          <RunMenu run={run} isTraining={isTraining} />
        </span>
      </td>
    </tr>
  )
}

function RunMenu({ run, isTraining }: { run: RunSummary; isTraining: boolean }) {
  const busy = busyRefusal()
  return (
    <Menu
      trigger={
        <Button
          size="dense"
          icon={<Ellipsis size={14} aria-hidden />}
          aria-label={`What can be done with ${run.name}`}
        />
      }
    >
      <MenuItem
        icon={<PackageOpen size={14} aria-hidden />}
        detail={busy ?? 'Shows its numbers; exports and other panels take its weights'}
        isOff={busy !== undefined}
        onSelect={() => attempt(`The weights of ${run.name} cannot be loaded`, () => loadRun(run))}
      >
        Use its weights
      </MenuItem>
      <MenuItem
        icon={<FolderOpen size={14} aria-hidden />}
        detail="As it was when the run began, in place of the model on the canvas"
        onSelect={() => attempt(`The network of ${run.name} cannot be opened`, () => openGraph(run))}
      >
        Open its network
      </MenuItem>
      <MenuItem
        icon={<FilePen size={14} aria-hidden />}
        onSelect={() => useRunsPanel.setState({ renaming: run.id })}
      >
        Rename
      </MenuItem>
      <MenuItem
        icon={<Download size={14} aria-hidden />}
        detail="Network, weights, optimizer and curves in one zip"
        onSelect={() => exportRun(run)}
      >
        Export
      </MenuItem>
      <MenuItem
        icon={<Trash2 size={14} aria-hidden />}
        detail={isTraining ? 'It is training: stop it first.' : undefined}
        isOff={isTraining}
        onSelect={() => deleteRun(run)}
      >
        Delete
      </MenuItem>
    </Menu>
  )
}

const factsOf = ({ name, network, startedAt, parameters, facts, seconds }: RunSummary): string =>
  `${name}: ${network}, ${formatCount(parameters)} parameters; begun ${formatDate(startedAt)}, took ${formatSeconds(seconds)} on ${backendTitles[facts.backend]}`

const longestName = 60

function NameField({ run }: { run: RunSummary }) {
  const end = () => useRunsPanel.setState({ renaming: undefined })
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hears that the field within it is left.
    <span
      className={styles.nameField}
      onBlur={end}
      onKeyDown={event => {
        event.stopPropagation()
        if (event.key === 'Enter' || event.key === 'Escape') end()
      }}
    >
      <DraftField
        aria-label={`Name of ${run.name}`}
        autoFocus
        maxLength={longestName}
        shown={run.name}
        onFocus={event => event.currentTarget.select()}
        read={text => (text === '' ? { expected: 'a name' } : { value: text })}
        commit={name => {
          rename(run, name)
          return undefined
        }}
      />
    </span>
  )
}

const pictures = new Map<string, ReturnType<typeof barsOf>>()

/** The network of a run as a stamp; runs of the same network share it. */
function Picture({ run }: { run: RunSummary }) {
  let bars = pictures.get(run.document)
  if (!bars) {
    try {
      bars = barsOf(inferGraph(documentOf(run), registry))
    } catch {
      bars = []
    }
    pictures.set(run.document, bars)
  }
  return <Silhouette bars={bars} width={20} height={14} />
}
