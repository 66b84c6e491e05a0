/** Signed by nobody: a certificate that no client may trust. Made for this test, good for a hundred years. */
export const selfSigned: { readonly key: string; readonly cert: string } = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg/1A/jUtyLJjdUwoI
pSdAyU9QAOdl5fxMgYo6bkRtK0ahRANCAAS6cyChhMUYd7IfA2UgF2HOiFL/SSNe
lIE98UJ77XiGBzUsJaQvU6yfdsxfdMenSRsiss+vX8/qWGEkRPoKzW9g
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBkTCCATegAwIBAgIUPn9nDanz7sOnamfWmaMoXZ/JzrswCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjQyMzEwNTBaGA8yMTI2MTAzMTIzMTA1
MFowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABLpz
IKGExRh3sh8DZSAXYc6IUv9JI16UgT3xQnvteIYHNSwlpC9TrJ92zF90x6dJGyKy
z69fz+pYYSRE+grNb2CjbzBtMB0GA1UdDgQWBBSXu35wTdU64ShXzRCkGuyFXmW+
bDAfBgNVHSMEGDAWgBSXu35wTdU64ShXzRCkGuyFXmW+bDAPBgNVHRMBAf8EBTAD
AQH/MBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAKBggqhkjOPQQDAgNIADBF
AiB+CfwHownKbQujOjqyth5FHnQvtFRLh5OqVZEfFUu/OQIhAP20r8Q0rOuQlev1
AkJ0YDGEOHtRhVieobwhZS2RKl2K
-----END CERTIFICATE-----`,
};
