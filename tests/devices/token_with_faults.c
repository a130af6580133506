/* A PKCS#11 library in front of softhsm2 that plays what softhsm2 cannot: TOKEN_FAULT is locked, final, removed:N or crash:N
   (N: at the Nth signature). TOKEN_REAL is the library behind. */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

typedef unsigned long CK;
struct list { unsigned char version[2]; void *f[68]; };
enum { TOKEN_INFO = 6, LOGIN = 18, SIGN = 43 };
static struct list ours, *real;
static int signatures, gone;

static int nth(const char *name) {
    const char *fault = getenv("TOKEN_FAULT");
    size_t length = strlen(name);
    return fault && !strncmp(fault, name, length) && fault[length] == ':' && signatures == atoi(fault + length + 1);
}
static int is(const char *name) { const char *fault = getenv("TOKEN_FAULT"); return fault && !strcmp(fault, name); }

static CK token_info(CK slot, unsigned char *info) {
    if (gone) return 0xE0;             /* CKR_TOKEN_NOT_PRESENT */
    CK result = ((CK (*)(CK, unsigned char *))real->f[TOKEN_INFO])(slot, info);
    if (!result && is("final")) *(CK *)(info + 96) |= 0x20000;
    return result;
}
static CK login(CK session, CK user, unsigned char *pin, CK length) {
    if (is("locked")) return 0xA4;     /* CKR_PIN_LOCKED */
    return ((CK (*)(CK, CK, unsigned char *, CK))real->f[LOGIN])(session, user, pin, length);
}
static CK sign(CK session, unsigned char *data, CK size, unsigned char *signature, CK *room) {
    if (signature) signatures++;
    if (nth("crash")) abort();
    if (nth("removed")) { gone = 1; return 0x30; }     /* CKR_DEVICE_ERROR: what many vendors say */
    return ((CK (*)(CK, unsigned char *, CK, unsigned char *, CK *))real->f[SIGN])(session, data, size, signature, room);
}
CK C_GetFunctionList(struct list **out) {
    void *library = dlopen(getenv("TOKEN_REAL"), RTLD_NOW);
    if (!library) return 5;
    ((CK (*)(struct list **))dlsym(library, "C_GetFunctionList"))(&real);
    ours = *real;
    ours.f[TOKEN_INFO] = token_info;
    ours.f[LOGIN] = login;
    ours.f[SIGN] = sign;
    *out = &ours;
    return 0;
}
