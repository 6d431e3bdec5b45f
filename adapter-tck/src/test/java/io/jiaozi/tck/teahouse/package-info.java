/**
 * A small channel that never was, its adapter, and its fake: the reference adapter of the contract
 * kit. Every rule holds for it, and for every rule it can be broken ({@link io.jiaozi.tck.Defect}).
 */
package io.jiaozi.tck.teahouse;
