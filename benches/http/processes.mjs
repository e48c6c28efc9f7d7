// What the kernel counts for a process and its descendants.
import { readFileSync, readdirSync } from 'node:fs'

const MS_PER_TICK = 10

function stat (pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const [user, system, endedUser, endedSystem] = fields.slice(11, 15).map(Number)
    return { parent: Number(fields[1]), own: user + system, ended: endedUser + endedSystem }
  } catch {
    return null // the process has ended
  }
}

function family (pid) {
  const parents = new Map()
  for (const name of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    const found = stat(name)
    if (found) parents.set(Number(name), found.parent)
  }
  const members = [pid]
  for (const member of members) {
    for (const [child, parent] of parents) if (parent === member) members.push(child)
  }
  return members
}

// Processor time of the process, its descendants, and those that have ended.
export function processorMs (pid) {
  const counts = family(pid).map(stat).filter(Boolean)
  return counts.reduce((sum, count) => sum + count.own + count.ended, 0) * MS_PER_TICK
}

// Resident memory; pages that members share count once for each.
export function memoryBytes (pid) {
  const lines = family(pid).map(member => readFileSync(`/proc/${member}/status`, 'utf8'))
  return lines.reduce((sum, text) => sum + Number(/VmRSS:\s+(\d+)/.exec(text)?.[1] ?? 0), 0) * 1024
}
