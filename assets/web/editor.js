// The BPMN editor of the studio: bpmn-js with its map, its simulation of tokens and the rules of bpmnlint.
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "bpmn-js/dist/assets/bpmn-font/css/bpmn.css";
import "diagram-js-minimap/assets/diagram-js-minimap.css";
import "bpmn-js-token-simulation/assets/css/bpmn-js-token-simulation.css";
export { default as Modeler } from "bpmn-js/lib/Modeler";
export { createReviver } from "bpmn-js-native-copy-paste/lib/PasteUtil";
export { default as minimapModule } from "diagram-js-minimap";
export { default as simulationModule } from "bpmn-js-token-simulation";
export { layoutProcess } from "bpmn-auto-layout";
export { recommendedFindings } from "./editor-rules.js";
