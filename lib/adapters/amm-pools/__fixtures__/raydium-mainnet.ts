/**
 * Two mainnet accounts of Raydium CP-Swap as getAccountInfo gave them on 2026-06-23: the WSOL/CLNS pool
 * FmNz8z2oN4CheHj4EUXVXC6doFN4RRmhGwxFQgrJVJFs and its fee settings 2fGXL8uhqxJ4tpgtosHZXT4zcQap6j62z3bMDxdkMvy5.
 * Both end in zeros, which are left out here and filled up again.
 */
const poolBase64 =
  '9+3j9dfD3kYYqU87qGd9BoiPIo/FUcw+QszFrbtpttXgwSH4xgBKOIeDzdk2DWWVf4SVivQiBn/uNQhK3rOWBaFPmesTkI0V' +
  'ZGGbD4pIZFbJyfoeI3Ullysm0L/RgSx5SVqw81SpbQiDpbGIwDU2wZJ38meocZ6xHrSou1NcKx8k7nqapG4wW42VWX+JLdwG' +
  'rrIv7pj8UoW2LA6LBQM8/kVTKUSMb/nhBpuIV/6rgYT7aH9jRhjANdrEOdwa6ztVmKDwAAAAAAGogndEyk5zgZr3oVX9piz0' +
  'to77Jg5F/XjN3kZ2B1+YkAbd9uHXZaGT2cvhRs7reawctIXtX1s3kTqM9YV+/wCpBt324ddloZPZy+FGzut5rBy0he1fWzeR' +
  'Ooz1hX7/AKnFCMdJAbfrH/vOkia/cKFLSYTAGlOdRGL2ceESH9kJ0v0ACQkJZAAAAAAAAACYxREAAAAAAGrApHDW8AEAiOwF' +
  'AAAAAADL6jbQnKUAAGyNo2cAAAAAFAM='
const configBase64 =
  '2vQhaMvLK2//AAIAIE4AAAAAAADA1AEAAAAAAECcAAAAAAAAgNHwCAAAAAAF2xU6D/SH9pzeiQAf7ExGlbbUIV6iRLh71Oty' +
  'h/hXqNcGSjj20XsRPl9m3PtjuHN//OJkSr8KALmLNDVtY4WD9AE='

const filled = (base64: string, length: number): Uint8Array => {
  const bytes = new Uint8Array(length)
  bytes.set(Buffer.from(base64, 'base64'))
  return bytes
}

export const mainnetPool = filled(poolBase64, 637)
export const mainnetConfig = filled(configBase64, 236)
