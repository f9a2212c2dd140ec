.text
.globl _start
.type _start,@function
_start:
 nop
 nop
 call alpha
 ret
.size _start,.-_start
.globl alpha
.type alpha,@function
.globl aaa
.type aaa,@function
.set aaa, alpha
alpha:
 nop
 nop
 mov $1,%eax
 lea 0x12345678(%rax,%rbx,8),%rcx
 movabs $0x1122334455667788,%rdx
 lock cmpxchg %rcx,0x12345678(%rax,%rbx,8)
 ret
.size alpha,.-alpha
beta:
 nop
 nop
 ret
.weak gamma
.type gamma,@function
gamma:
 nop
 movabs $0x1122334455667788,%rax
 ret
.size gamma,.-gamma
.globl "has space"
.type "has space",@function
"has space":
 nop
 ret
.size "has space",.-"has space"
.type nosize,@function
nosize:
 nop
 ret
.globl last
.type last,@function
last:
 nop
 jmp last
 jmp _start
.size last,.-last
.data
dat: .quad 1
