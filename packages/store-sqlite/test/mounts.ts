import { canMount } from '@tradewarden/testing/disks';

export const mounts: boolean = canMount('tmpfs');
export const withoutMounts: string = mounts ? '' : ' (skipped: mounting needs root)';
