export { deployShop, type DeployOptions, untilOpen } from "./deploy.ts";
export { writeImages } from "./images.ts";
