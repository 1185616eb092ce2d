export { promptServices, type ServicesBehaviour } from '../../record/services-behaviour.ts';
