import type { OverridableCode } from '#lib/desk/values.ts';
import type { ScanWay } from '#lib/tickets/values.ts';

/** A scan as this device recorded it, kept until the server has answered for it. Instants in ISO form. */
export type KeptScan = {
  scanId: string;
  code: string;
  way: ScanWay;
  people: number | null;
  scannedAt: string;
  isDocumentChecked: boolean;
  override: { code: OverridableCode; reason: string } | null;
  /** Of a party's code: the sub-group that this part goes to. */
  subGroupId?: string | null;
};

const prefix = 'desk-scan:';

/** Keeps a scan on this device. One entry each, so that two tabs never write over each other's scans. */
export function keepScan(scan: KeptScan): void {
  try {
    localStorage.setItem(prefix + scan.scanId, JSON.stringify(scan));
  } catch {
    // Storage is full or forbidden: the scan lives on in this page, which counts it as not sent.
  }
}

/** Forgets a scan that the server has answered for. */
export function forgetScan(scanId: string): void {
  try {
    localStorage.removeItem(prefix + scanId);
  } catch {
    // As above: then it was never kept.
  }
}

/** The scans of earlier that were not answered, the oldest first. */
export function keptScans(): KeptScan[] {
  const scans: KeptScan[] = [];
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(prefix)) scans.push(JSON.parse(localStorage.getItem(key) ?? '') as KeptScan);
    }
  } catch {
    return scans;
  }
  return scans.sort((one, other) => one.scannedAt.localeCompare(other.scannedAt));
}

/** A new scan's own id: random, so that no two devices ever draw the same. */
export function newScanId(): string {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
