export { drawPlanPicture } from './draw-plan-picture.ts';
export { planPictureSvg } from './plan-picture-svg.ts';
