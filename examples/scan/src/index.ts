export { BreakoutScanner } from './breakout-scanner.ts';
export { chooseSymbols, type SymbolChoice } from './choose-symbols.ts';
export { runScan, type ScanOptions, type ScanReport } from './run-scan.ts';
export { type ScanProfile, type ScanProfileName, scanProfiles } from './scan-profile.ts';
