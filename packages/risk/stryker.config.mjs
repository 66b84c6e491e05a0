import { mutationOf } from '../../stryker.base.mjs';

export default mutationOf(import.meta.url, 'src/{sizing,exposure,rules,breakers}/**/*.ts');
